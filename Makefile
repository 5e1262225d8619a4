# Two commands matter: `make run` and `make test`. Each installs what is missing first.
SHELL := /bin/bash
DATA ?= ../shared/data

.PHONY: run build test soak torture bench docs install-packages train clean

run: build ## builds in release mode and plays the demo
	@.build/release/replyd demo --config config/replyd.json

build: install-packages
	swift build -c release --product replyd

test: install-packages ## everything, as CI runs it
	@bash Tests/run.sh

soak: install-packages ## the main job on real messages, in full
	@bash Tests/soak.sh full

torture: install-packages ## kills at every edge 2,000 times, bad disks, planted bugs
	@bash Tests/torture.sh

bench: install-packages ## throughput of each stage, of the pipeline, and end to end
	@bash Tests/bench.sh

train: build ## the shipped models, from the labelled data; the same bytes from the same data
	.build/release/replyd train sentiment --data $(DATA) --output Sources/Models/sentiment.model
	.build/release/replyd train intent --data $(DATA) --output Sources/Models/intent.model

docs: build ## the JSON Schema and the reference pages, from the declarations in the code
	.build/release/replyd docs .

install-packages:
	@bash Tests/install.sh

clean:
	rm -rf .build .build-planted var config/var
