package main

import (
	_ "embed"
	"fmt"
	"strings"
)

// language is what a page is written in.
type language struct {
	texts    map[string]string // of the table, by their English; nil: they are English
	headings headings
}

// headings are what man pages always say, in the words that translators of man pages use.
type headings struct {
	name, synopsis, description, commands, options, exit, environment, files, also string

	command, option, byDefault string
	envAll, envOwn             string
	filesOf                    map[string][]entry // by the program
}

// entry is a line of a list.
type entry struct{ name, about string }

var english = language{headings: headings{
	name: "NAME", synopsis: "SYNOPSIS", description: "DESCRIPTION", commands: "COMMANDS",
	options: "OPTIONS", exit: "EXIT STATUS", environment: "ENVIRONMENT", files: "FILES",
	also: "SEE ALSO", command: "COMMAND", option: "options", byDefault: "default",
	envAll: "Each option may come from the environment; what is given as an option wins.",
	envOwn: "These options may come from the environment; what is given as an option wins.",
	filesOf: map[string][]entry{
		"einmal": {
			{"/etc/einmal/einmal.conf", "variables such as EINMAL_PUBLIC_URL=https://call.example, " +
				"one a line; the service takes its options from here"},
			{"/etc/einmal/operator.conf",
				"who runs this server, which the privacy notice and the imprint say"},
			{"/var/lib/einmal", "rooms and keys of the service"},
		},
		"einmal-phone": {
			{"/etc/einmal-phone/einmal-phone.conf", "variables such as " +
				"EINMAL_SERVER=https://call.example, one a line; the service takes its options " +
				"from here"},
			{"/etc/einmal-phone/password",
				"the password at the switchboard or the telephone company"},
			{"/var/lib/einmal-phone/key", "the key that invitations are sealed to"},
		},
	},
}}

var germanHeadings = headings{
	name: "BEZEICHNUNG", synopsis: "ÜBERSICHT", description: "BESCHREIBUNG", commands: "BEFEHLE",
	options: "OPTIONEN", exit: "EXIT-STATUS", environment: "UMGEBUNGSVARIABLEN", files: "DATEIEN",
	also: "SIEHE AUCH", command: "BEFEHL", option: "Optionen", byDefault: "Vorgabe",
	envAll: "Jede Option kann aus der Umgebung kommen; eine angegebene Option hat Vorrang.",
	envOwn: "Diese Optionen können aus der Umgebung kommen; eine angegebene Option hat Vorrang.",
	filesOf: map[string][]entry{
		"einmal": {
			{"/etc/einmal/einmal.conf", "Variablen wie EINMAL_PUBLIC_URL=https://call.example, je " +
				"Zeile eine; der Dienst nimmt seine Optionen von hier"},
			{"/etc/einmal/operator.conf",
				"wer diesen Server betreibt, was in Datenschutzhinweisen und Impressum steht"},
			{"/var/lib/einmal", "Räume und Schlüssel des Dienstes"},
		},
		"einmal-phone": {
			{"/etc/einmal-phone/einmal-phone.conf", "Variablen wie " +
				"EINMAL_SERVER=https://call.example, je Zeile eine; der Dienst nimmt seine " +
				"Optionen von hier"},
			{"/etc/einmal-phone/password",
				"das Kennwort bei der Telefonanlage oder Telefongesellschaft"},
			{"/var/lib/einmal-phone/key", "der Schlüssel, für den Einladungen versiegelt werden"},
		},
	},
}

// german.txt has the texts of the table: one line in English, one in German, an empty one.
//
//go:embed german.txt
var germanTable string

func germanTexts() (language, error) {
	texts := map[string]string{}
	for block := range strings.SplitSeq(strings.TrimSpace(germanTable), "\n\n") {
		lines := strings.Split(block, "\n")
		if len(lines) != 2 || texts[lines[0]] != "" {
			return language{}, fmt.Errorf("german.txt: no pair of lines, or the second one: %q", block)
		}
		texts[lines[0]] = lines[1]
	}
	return language{texts: texts, headings: germanHeadings}, nil
}

// say gives a text of the table in this language, on one line; one that nobody has translated stays
// English (TestEachTextIsThereInGerman).
func (l language) say(text string) string {
	text = oneLine(text)
	if translated := l.texts[text]; translated != "" {
		return translated
	}
	return text
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
