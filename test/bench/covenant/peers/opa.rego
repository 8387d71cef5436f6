package hub

import rego.v1

inscope(names, _) if names == "all"

inscope(names, value) if names[value]

# rules that apply, of those that are listed for this reader, type, purpose and phase
applied contains i if {
	some i in data.index[input.to][input.type][input.purpose][input.phase]
	rule := data.rules[i]
	inscope(rule.from, input.from)
	every fact, value in rule.when { input.facts[fact] == value }
}

# the level of each field, wholly decided here
levels[field] := level if {
	some field, _ in data.fields[input.type]
	given := max({0} | {data.rules[i].level | some i in applied; data.rules[i].permit; data.rules[i].fields[input.type][field]})
	left := min({5} | {data.rules[i].level | some i in applied; not data.rules[i].permit; data.rules[i].fields[input.type][field]})
	level := min({given, left})
}
