package main

import (
	"fmt"
	"slices"
	"strings"

	"einmal/internal/cli"
)

// footer is what stands below each page.
type footer struct {
	version, date string
}

// page is a man page in the macros of man(7).
type page struct {
	strings.Builder
}

// manPages gives all pages of a program by their file names.
func manPages(program cli.Description, in language, foot footer) map[string]string {
	pages := map[string]string{program.Name + ".1": mainPage(program, in, foot)}
	for _, c := range program.Commands {
		pages[pageName(program, c)+".1"] = commandPage(program, c, in, foot)
	}
	return pages
}

func pageName(program cli.Description, c cli.CommandDescription) string {
	return program.Name + "-" + strings.ReplaceAll(c.Name, " ", "-")
}

func mainPage(program cli.Description, in language, foot footer) string {
	p, h := new(page), in.headings
	p.begin(program.Name, in.say(program.About), h, foot)
	p.section(h.synopsis)
	p.printf(".B %s\n.I %s\n[%s]\n", quote(program.Name), h.command, h.option)
	p.section(h.commands)
	for _, c := range program.Commands {
		p.printf(".TP\n%s\n", call(bold(program.Name+" "+c.Name), c.Takes))
		p.paragraph(in.say(c.Summary))
	}
	p.section(h.exit)
	p.paragraph(in.say(program.Notes))
	p.files(h.filesOf[program.Name], h)
	var others []string
	for _, c := range program.Commands {
		others = append(others, pageName(program, c))
	}
	p.also(h, program.Name, others)
	return p.String()
}

func commandPage(program cli.Description, c cli.CommandDescription, in language,
	foot footer) string {
	p, h := new(page), in.headings
	p.begin(pageName(program, c), in.say(c.Summary), h, foot)
	p.section(h.synopsis)
	p.printf("%s\n", call(bold(program.Name+" "+c.Name), c.Takes))
	if len(c.Flags) > 0 {
		p.printf("[%s]\n", h.option)
	}
	p.section(h.description)
	p.paragraph(sentence(in.say(c.Summary)))
	if c.Details != "" {
		p.paragraph(in.say(c.Details))
	}
	if len(c.Flags) > 0 {
		p.section(h.options)
	}
	for _, f := range c.Flags {
		p.option(f, in)
	}
	p.environment(c, h)
	p.section(h.exit)
	p.paragraph(in.say(program.Notes))
	p.files(h.filesOf[program.Name], h)
	p.also(h, program.Name, []string{program.Name})
	return p.String()
}

func (p *page) begin(name, about string, h headings, foot footer) {
	p.printf(".TH %q 1 %q %q\n", strings.ToUpper(name), foot.date, "einmal "+foot.version)
	p.section(h.name)
	p.printf("%s \\- %s\n", quote(name), quote(about))
}

func (p *page) option(f cli.FlagDescription, in language) {
	p.printf(".TP\n%s\n", call(bold("-"+f.Name), f.Value))
	text := in.say(f.Text)
	if f.Default != "" {
		text += fmt.Sprintf(" (%s: %s)", in.headings.byDefault, f.Default)
	}
	p.paragraph(text)
}

func (p *page) environment(c cli.CommandDescription, h headings) {
	var names []string
	for _, f := range c.Flags {
		if f.Env != "" {
			names = append(names, f.Env)
		}
	}
	if len(names) == 0 {
		return
	}
	p.section(h.environment)
	if len(names) == len(c.Flags) {
		p.paragraph(h.envAll)
	} else {
		p.paragraph(h.envOwn)
	}
	slices.Sort(names)
	p.printf(".PP\n")
	for i, name := range names {
		p.printf(".B %s%s\n", quote(name), map[bool]string{true: " ,"}[i < len(names)-1])
	}
}

func (p *page) files(all []entry, h headings) {
	p.section(h.files)
	for _, f := range all {
		p.printf(".TP\n.I %s\n", quote(f.name))
		p.paragraph(f.about)
	}
}

// manuals are what else there is to read, by the program.
var manuals = map[string]string{"einmal": "/usr/share/doc/einmal/operator.md",
	"einmal-phone": "/usr/share/doc/einmal-phone/phone.md"}

func (p *page) also(h headings, program string, names []string) {
	p.section(h.also)
	for i, name := range names {
		p.printf(".BR %s (1)%s\n", quote(name), map[bool]string{true: ","}[i < len(names)-1])
	}
	p.printf(".PP\n%s\n", quote(manuals[program]))
}

func (p *page) section(heading string) { p.printf(".SH %q\n", heading) }

func (p *page) paragraph(text string) { p.printf("%s\n", quote(text)) }

func (p *page) printf(format string, values ...any) { fmt.Fprintf(p, format, values...) }

func bold(text string) string { return `\fB` + quote(text) + `\fR` }

// call is a word and what it takes.
func call(word, takes string) string {
	if takes == "" {
		return word
	}
	return word + ` \fI` + quote(takes) + `\fR`
}

// quote makes text what it is: no macro at the start of a line, no escape, and a hyphen that can be
// copied into a shell.
func quote(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}

// sentence begins with a capital letter and ends with a stop.
func sentence(text string) string {
	letters := []rune(text)
	return strings.ToUpper(string(letters[:1])) + string(letters[1:]) + "."
}
