# Two commands matter: `make run` and `make test`. Each installs what is missing first.
SHELL := /bin/bash
DATA ?= ../shared/data

PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
# What `make install` installs: it carries Swift's own libraries in it, so that none is needed there.
BINARY ?= .build-install/release/replyd

MODELS ?= models
ENCODER ?= all-minilm-l6-v2

.PHONY: run console build test models embedding soak endurance torture bench understanding quality docs install-packages train clean static install uninstall

run: build ## builds in release mode and plays the demo
	@.build/release/replyd demo --config config/replyd.json

console: build ## the demo, with the console beside it, until Ctrl-C
	@.build/release/replyd demo --console --config config/replyd.json

build: install-packages
	swift build -c release --product replyd

test: install-packages ## everything, as CI runs it
	@bash Tests/run.sh

models: ## the sentence encoder, which lets replyd match by meaning: 53 MB into $(MODELS)
	@python3 dist/models.py --encoder $(ENCODER) --folder $(MODELS)

embedding: install-packages models ## the encoder beside its reference programs, and how fast it is
	@MODELS=$(MODELS) DATA=$(DATA) bash Tests/Embedding/embedding.sh

soak: install-packages ## the main job on real messages, in full
	@bash Tests/soak.sh full

endurance: install-packages ## an hour of load, reloads, outages and expired tokens
	@bash Tests/soak.sh endurance

torture: install-packages ## kills at every edge 2,000 times, bad disks, planted bugs
	@bash Tests/torture.sh

bench: install-packages ## throughput of each stage, of the pipeline, and end to end
	@bash Tests/bench.sh

understanding: install-packages ## speed of language, sentiment and intent, beside VADER
	@bash Tests/Bench/understanding.sh

quality: build models ## how good the models are on data they never saw, beside the floors
	@MODELS=$(MODELS) DATA=$(DATA) bash Tests/Quality/quality.sh

train: build models ## the shipped models, from the labelled data; the same bytes from the same data
	.build/release/replyd train language --data $(DATA) --output Sources/Models/language.model
	.build/release/replyd train sentiment --data $(DATA) --output Sources/Models/sentiment.model
	.build/release/replyd train sentiment-languages --data $(DATA) --output Sources/Models/sentiment-languages.model
	.build/release/replyd train faq --data $(DATA) --encoder $(MODELS) --output Sources/Models/faq.model
	.build/release/replyd train intent --data $(DATA) --output Sources/Models/intent.model
	.build/release/replyd train crisis --data $(DATA) --output Sources/Models/crisis.model
	.build/release/replyd train complaint-meaning --data $(DATA) --encoder $(MODELS) --output Sources/Models/complaint-meaning.model

docs: build ## the JSON Schema and the reference pages, from the declarations in the code
	.build/release/replyd docs .

static: install-packages ## the program as `make install` installs it
	swift build -c release --static-swift-stdlib --scratch-path .build-install --product replyd

share = $(DESTDIR)$(PREFIX)/share
units = $(DESTDIR)$(PREFIX)/lib/systemd/system
manual = $(share)/man/man1/replyd.1
bash = $(share)/bash-completion/completions/replyd
zsh = $(share)/zsh/site-functions/_replyd
fish = $(share)/fish/vendor_completions.d/replyd.fish
sysusers = $(DESTDIR)$(PREFIX)/lib/sysusers.d/replyd.conf
tmpfiles = $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/replyd.conf

install: ## program, manual, completions and systemd unit; PREFIX, SYSCONFDIR and DESTDIR apply
	@[ -x $(BINARY) ] || { echo "there is no $(BINARY): run \`make static\` first" >&2; exit 1; }
	install -d $(dir $(manual) $(bash) $(zsh) $(fish) $(sysusers) $(tmpfiles)) $(units) \
	  $(DESTDIR)$(SYSCONFDIR)/replyd $(DESTDIR)$(PREFIX)/bin
	install -m 0755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/replyd
	$(BINARY) manual >$(manual)
	$(BINARY) --generate-completion-script bash >$(bash)
	$(BINARY) --generate-completion-script zsh >$(zsh)
	$(BINARY) --generate-completion-script fish >$(fish)
	sed -e 's|/usr/local/bin|$(PREFIX)/bin|; s|/etc/replyd|$(SYSCONFDIR)/replyd|' \
	  dist/replyd.service >$(units)/replyd.service
	install -m 0644 dist/replyd.sysusers $(sysusers)
	if [ -e $(MODELS)/encoder.json ]; then install -d $(share)/replyd/models && \
	  install -m 0644 $(addprefix $(MODELS)/,encoder.json libonnxruntime.so model.onnx vocab.txt) \
	    $(share)/replyd/models; fi
	sed -e 's|/etc/replyd|$(SYSCONFDIR)/replyd|' dist/replyd.tmpfiles >$(tmpfiles)
	chmod 0644 $(manual) $(bash) $(zsh) $(fish) $(units)/replyd.service $(tmpfiles)
	[ -e $(DESTDIR)$(SYSCONFDIR)/replyd/replyd.json ] || \
	  install -m 0644 dist/replyd.json $(DESTDIR)$(SYSCONFDIR)/replyd/replyd.json

uninstall: ## all that `make install` installed but the config; the store stays
	rm -rf $(share)/replyd/models
	rm -f $(DESTDIR)$(PREFIX)/bin/replyd $(manual) $(bash) $(zsh) $(fish) $(sysusers) $(tmpfiles) \
	  $(units)/replyd.service

install-packages:
	@bash Tests/install.sh

clean:
	rm -rf .build .build-install .build-templates var config/var
