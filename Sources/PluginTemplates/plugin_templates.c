#include "plugin_templates.h"

/* #embed is C23; clang has it in every mode and would warn in older ones. */
#pragma clang diagnostic ignored "-Wc23-extensions"

/* Every file below files/, in order; a test compares the two. */

static const uint8_t javascript_connector_README_md[] = {
#embed "files/javascript-connector/README.md"
};
static const uint8_t javascript_connector_examples_jsonl[] = {
#embed "files/javascript-connector/examples.jsonl"
};
static const uint8_t javascript_connector_later_jsonl[] = {
#embed "files/javascript-connector/later.jsonl"
};
static const uint8_t javascript_connector_messages_jsonl[] = {
#embed "files/javascript-connector/messages.jsonl"
};
static const uint8_t javascript_connector_plugin_js[] = {
#embed "files/javascript-connector/plugin.js"
};
static const uint8_t javascript_connector_plugin_json[] = {
#embed "files/javascript-connector/plugin.json"
};
static const uint8_t javascript_connector_sample_json[] = {
#embed "files/javascript-connector/sample.json"
};
static const uint8_t javascript_connector_test_json[] = {
#embed "files/javascript-connector/test.json"
};
static const uint8_t javascript_notifier_README_md[] = {
#embed "files/javascript-notifier/README.md"
};
static const uint8_t javascript_notifier_plugin_js[] = {
#embed "files/javascript-notifier/plugin.js"
};
static const uint8_t javascript_notifier_plugin_json[] = {
#embed "files/javascript-notifier/plugin.json"
};
static const uint8_t javascript_notifier_sample_json[] = {
#embed "files/javascript-notifier/sample.json"
};
static const uint8_t javascript_notifier_test_json[] = {
#embed "files/javascript-notifier/test.json"
};
static const uint8_t javascript_stage_README_md[] = {
#embed "files/javascript-stage/README.md"
};
static const uint8_t javascript_stage_examples_jsonl[] = {
#embed "files/javascript-stage/examples.jsonl"
};
static const uint8_t javascript_stage_plugin_js[] = {
#embed "files/javascript-stage/plugin.js"
};
static const uint8_t javascript_stage_plugin_json[] = {
#embed "files/javascript-stage/plugin.json"
};
static const uint8_t javascript_stage_sample_json[] = {
#embed "files/javascript-stage/sample.json"
};
static const uint8_t python_connector_README_md[] = {
#embed "files/python-connector/README.md"
};
static const uint8_t python_connector_examples_jsonl[] = {
#embed "files/python-connector/examples.jsonl"
};
static const uint8_t python_connector_later_jsonl[] = {
#embed "files/python-connector/later.jsonl"
};
static const uint8_t python_connector_messages_jsonl[] = {
#embed "files/python-connector/messages.jsonl"
};
static const uint8_t python_connector_plugin_json[] = {
#embed "files/python-connector/plugin.json"
};
static const uint8_t python_connector_plugin_py[] = {
#embed "files/python-connector/plugin.py"
};
static const uint8_t python_connector_sample_json[] = {
#embed "files/python-connector/sample.json"
};
static const uint8_t python_connector_test_json[] = {
#embed "files/python-connector/test.json"
};
static const uint8_t python_notifier_README_md[] = {
#embed "files/python-notifier/README.md"
};
static const uint8_t python_notifier_plugin_json[] = {
#embed "files/python-notifier/plugin.json"
};
static const uint8_t python_notifier_plugin_py[] = {
#embed "files/python-notifier/plugin.py"
};
static const uint8_t python_notifier_sample_json[] = {
#embed "files/python-notifier/sample.json"
};
static const uint8_t python_notifier_test_json[] = {
#embed "files/python-notifier/test.json"
};
static const uint8_t python_stage_README_md[] = {
#embed "files/python-stage/README.md"
};
static const uint8_t python_stage_examples_jsonl[] = {
#embed "files/python-stage/examples.jsonl"
};
static const uint8_t python_stage_plugin_json[] = {
#embed "files/python-stage/plugin.json"
};
static const uint8_t python_stage_plugin_py[] = {
#embed "files/python-stage/plugin.py"
};
static const uint8_t python_stage_sample_json[] = {
#embed "files/python-stage/sample.json"
};
static const uint8_t shell_connector_README_md[] = {
#embed "files/shell-connector/README.md"
};
static const uint8_t shell_connector_examples_jsonl[] = {
#embed "files/shell-connector/examples.jsonl"
};
static const uint8_t shell_connector_later_jsonl[] = {
#embed "files/shell-connector/later.jsonl"
};
static const uint8_t shell_connector_messages_jsonl[] = {
#embed "files/shell-connector/messages.jsonl"
};
static const uint8_t shell_connector_plugin_json[] = {
#embed "files/shell-connector/plugin.json"
};
static const uint8_t shell_connector_plugin_sh[] = {
#embed "files/shell-connector/plugin.sh"
};
static const uint8_t shell_connector_sample_json[] = {
#embed "files/shell-connector/sample.json"
};
static const uint8_t shell_connector_test_json[] = {
#embed "files/shell-connector/test.json"
};
static const uint8_t shell_notifier_README_md[] = {
#embed "files/shell-notifier/README.md"
};
static const uint8_t shell_notifier_plugin_json[] = {
#embed "files/shell-notifier/plugin.json"
};
static const uint8_t shell_notifier_plugin_sh[] = {
#embed "files/shell-notifier/plugin.sh"
};
static const uint8_t shell_notifier_sample_json[] = {
#embed "files/shell-notifier/sample.json"
};
static const uint8_t shell_notifier_test_json[] = {
#embed "files/shell-notifier/test.json"
};
static const uint8_t shell_stage_README_md[] = {
#embed "files/shell-stage/README.md"
};
static const uint8_t shell_stage_examples_jsonl[] = {
#embed "files/shell-stage/examples.jsonl"
};
static const uint8_t shell_stage_plugin_json[] = {
#embed "files/shell-stage/plugin.json"
};
static const uint8_t shell_stage_plugin_sh[] = {
#embed "files/shell-stage/plugin.sh"
};
static const uint8_t shell_stage_sample_json[] = {
#embed "files/shell-stage/sample.json"
};
static const uint8_t swift_connector_Connector_swift_template[] = {
#embed "files/swift-connector/Connector.swift.template"
};
static const uint8_t swift_connector_Plugin_swift_template[] = {
#embed "files/swift-connector/Plugin.swift.template"
};
static const uint8_t swift_connector_README_md[] = {
#embed "files/swift-connector/README.md"
};
static const uint8_t swift_connector_Settings_swift_template[] = {
#embed "files/swift-connector/Settings.swift.template"
};
static const uint8_t swift_connector_Tests_swift_template[] = {
#embed "files/swift-connector/Tests.swift.template"
};
static const uint8_t swift_connector_sample_json[] = {
#embed "files/swift-connector/sample.json"
};
static const uint8_t swift_notifier_Notifier_swift_template[] = {
#embed "files/swift-notifier/Notifier.swift.template"
};
static const uint8_t swift_notifier_Plugin_swift_template[] = {
#embed "files/swift-notifier/Plugin.swift.template"
};
static const uint8_t swift_notifier_README_md[] = {
#embed "files/swift-notifier/README.md"
};
static const uint8_t swift_notifier_Settings_swift_template[] = {
#embed "files/swift-notifier/Settings.swift.template"
};
static const uint8_t swift_notifier_Tests_swift_template[] = {
#embed "files/swift-notifier/Tests.swift.template"
};
static const uint8_t swift_notifier_sample_json[] = {
#embed "files/swift-notifier/sample.json"
};
static const uint8_t swift_stage_Plugin_swift_template[] = {
#embed "files/swift-stage/Plugin.swift.template"
};
static const uint8_t swift_stage_README_md[] = {
#embed "files/swift-stage/README.md"
};
static const uint8_t swift_stage_Settings_swift_template[] = {
#embed "files/swift-stage/Settings.swift.template"
};
static const uint8_t swift_stage_Stage_swift_template[] = {
#embed "files/swift-stage/Stage.swift.template"
};
static const uint8_t swift_stage_Tests_swift_template[] = {
#embed "files/swift-stage/Tests.swift.template"
};
static const uint8_t swift_stage_sample_json[] = {
#embed "files/swift-stage/sample.json"
};

static const replyd_template_t all[] = {
  {"javascript-connector", "README.md", javascript_connector_README_md, sizeof javascript_connector_README_md},
  {"javascript-connector", "examples.jsonl", javascript_connector_examples_jsonl, sizeof javascript_connector_examples_jsonl},
  {"javascript-connector", "later.jsonl", javascript_connector_later_jsonl, sizeof javascript_connector_later_jsonl},
  {"javascript-connector", "messages.jsonl", javascript_connector_messages_jsonl, sizeof javascript_connector_messages_jsonl},
  {"javascript-connector", "plugin.js", javascript_connector_plugin_js, sizeof javascript_connector_plugin_js},
  {"javascript-connector", "plugin.json", javascript_connector_plugin_json, sizeof javascript_connector_plugin_json},
  {"javascript-connector", "sample.json", javascript_connector_sample_json, sizeof javascript_connector_sample_json},
  {"javascript-connector", "test.json", javascript_connector_test_json, sizeof javascript_connector_test_json},
  {"javascript-notifier", "README.md", javascript_notifier_README_md, sizeof javascript_notifier_README_md},
  {"javascript-notifier", "plugin.js", javascript_notifier_plugin_js, sizeof javascript_notifier_plugin_js},
  {"javascript-notifier", "plugin.json", javascript_notifier_plugin_json, sizeof javascript_notifier_plugin_json},
  {"javascript-notifier", "sample.json", javascript_notifier_sample_json, sizeof javascript_notifier_sample_json},
  {"javascript-notifier", "test.json", javascript_notifier_test_json, sizeof javascript_notifier_test_json},
  {"javascript-stage", "README.md", javascript_stage_README_md, sizeof javascript_stage_README_md},
  {"javascript-stage", "examples.jsonl", javascript_stage_examples_jsonl, sizeof javascript_stage_examples_jsonl},
  {"javascript-stage", "plugin.js", javascript_stage_plugin_js, sizeof javascript_stage_plugin_js},
  {"javascript-stage", "plugin.json", javascript_stage_plugin_json, sizeof javascript_stage_plugin_json},
  {"javascript-stage", "sample.json", javascript_stage_sample_json, sizeof javascript_stage_sample_json},
  {"python-connector", "README.md", python_connector_README_md, sizeof python_connector_README_md},
  {"python-connector", "examples.jsonl", python_connector_examples_jsonl, sizeof python_connector_examples_jsonl},
  {"python-connector", "later.jsonl", python_connector_later_jsonl, sizeof python_connector_later_jsonl},
  {"python-connector", "messages.jsonl", python_connector_messages_jsonl, sizeof python_connector_messages_jsonl},
  {"python-connector", "plugin.json", python_connector_plugin_json, sizeof python_connector_plugin_json},
  {"python-connector", "plugin.py", python_connector_plugin_py, sizeof python_connector_plugin_py},
  {"python-connector", "sample.json", python_connector_sample_json, sizeof python_connector_sample_json},
  {"python-connector", "test.json", python_connector_test_json, sizeof python_connector_test_json},
  {"python-notifier", "README.md", python_notifier_README_md, sizeof python_notifier_README_md},
  {"python-notifier", "plugin.json", python_notifier_plugin_json, sizeof python_notifier_plugin_json},
  {"python-notifier", "plugin.py", python_notifier_plugin_py, sizeof python_notifier_plugin_py},
  {"python-notifier", "sample.json", python_notifier_sample_json, sizeof python_notifier_sample_json},
  {"python-notifier", "test.json", python_notifier_test_json, sizeof python_notifier_test_json},
  {"python-stage", "README.md", python_stage_README_md, sizeof python_stage_README_md},
  {"python-stage", "examples.jsonl", python_stage_examples_jsonl, sizeof python_stage_examples_jsonl},
  {"python-stage", "plugin.json", python_stage_plugin_json, sizeof python_stage_plugin_json},
  {"python-stage", "plugin.py", python_stage_plugin_py, sizeof python_stage_plugin_py},
  {"python-stage", "sample.json", python_stage_sample_json, sizeof python_stage_sample_json},
  {"shell-connector", "README.md", shell_connector_README_md, sizeof shell_connector_README_md},
  {"shell-connector", "examples.jsonl", shell_connector_examples_jsonl, sizeof shell_connector_examples_jsonl},
  {"shell-connector", "later.jsonl", shell_connector_later_jsonl, sizeof shell_connector_later_jsonl},
  {"shell-connector", "messages.jsonl", shell_connector_messages_jsonl, sizeof shell_connector_messages_jsonl},
  {"shell-connector", "plugin.json", shell_connector_plugin_json, sizeof shell_connector_plugin_json},
  {"shell-connector", "plugin.sh", shell_connector_plugin_sh, sizeof shell_connector_plugin_sh},
  {"shell-connector", "sample.json", shell_connector_sample_json, sizeof shell_connector_sample_json},
  {"shell-connector", "test.json", shell_connector_test_json, sizeof shell_connector_test_json},
  {"shell-notifier", "README.md", shell_notifier_README_md, sizeof shell_notifier_README_md},
  {"shell-notifier", "plugin.json", shell_notifier_plugin_json, sizeof shell_notifier_plugin_json},
  {"shell-notifier", "plugin.sh", shell_notifier_plugin_sh, sizeof shell_notifier_plugin_sh},
  {"shell-notifier", "sample.json", shell_notifier_sample_json, sizeof shell_notifier_sample_json},
  {"shell-notifier", "test.json", shell_notifier_test_json, sizeof shell_notifier_test_json},
  {"shell-stage", "README.md", shell_stage_README_md, sizeof shell_stage_README_md},
  {"shell-stage", "examples.jsonl", shell_stage_examples_jsonl, sizeof shell_stage_examples_jsonl},
  {"shell-stage", "plugin.json", shell_stage_plugin_json, sizeof shell_stage_plugin_json},
  {"shell-stage", "plugin.sh", shell_stage_plugin_sh, sizeof shell_stage_plugin_sh},
  {"shell-stage", "sample.json", shell_stage_sample_json, sizeof shell_stage_sample_json},
  {"swift-connector", "Connector.swift.template", swift_connector_Connector_swift_template, sizeof swift_connector_Connector_swift_template},
  {"swift-connector", "Plugin.swift.template", swift_connector_Plugin_swift_template, sizeof swift_connector_Plugin_swift_template},
  {"swift-connector", "README.md", swift_connector_README_md, sizeof swift_connector_README_md},
  {"swift-connector", "Settings.swift.template", swift_connector_Settings_swift_template, sizeof swift_connector_Settings_swift_template},
  {"swift-connector", "Tests.swift.template", swift_connector_Tests_swift_template, sizeof swift_connector_Tests_swift_template},
  {"swift-connector", "sample.json", swift_connector_sample_json, sizeof swift_connector_sample_json},
  {"swift-notifier", "Notifier.swift.template", swift_notifier_Notifier_swift_template, sizeof swift_notifier_Notifier_swift_template},
  {"swift-notifier", "Plugin.swift.template", swift_notifier_Plugin_swift_template, sizeof swift_notifier_Plugin_swift_template},
  {"swift-notifier", "README.md", swift_notifier_README_md, sizeof swift_notifier_README_md},
  {"swift-notifier", "Settings.swift.template", swift_notifier_Settings_swift_template, sizeof swift_notifier_Settings_swift_template},
  {"swift-notifier", "Tests.swift.template", swift_notifier_Tests_swift_template, sizeof swift_notifier_Tests_swift_template},
  {"swift-notifier", "sample.json", swift_notifier_sample_json, sizeof swift_notifier_sample_json},
  {"swift-stage", "Plugin.swift.template", swift_stage_Plugin_swift_template, sizeof swift_stage_Plugin_swift_template},
  {"swift-stage", "README.md", swift_stage_README_md, sizeof swift_stage_README_md},
  {"swift-stage", "Settings.swift.template", swift_stage_Settings_swift_template, sizeof swift_stage_Settings_swift_template},
  {"swift-stage", "Stage.swift.template", swift_stage_Stage_swift_template, sizeof swift_stage_Stage_swift_template},
  {"swift-stage", "Tests.swift.template", swift_stage_Tests_swift_template, sizeof swift_stage_Tests_swift_template},
  {"swift-stage", "sample.json", swift_stage_sample_json, sizeof swift_stage_sample_json},
};

const size_t replyd_template_count = sizeof all / sizeof all[0];

replyd_template_t replyd_template(size_t index) { return all[index]; }
