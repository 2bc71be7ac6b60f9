package notice

import (
	"embed"
	"fmt"
	"time"
)

// texts are templates. In none does an operator's value begin a line, so it cannot pass for markup.
//
//go:embed texts
var texts embed.FS

// Write writes a document. It fails only for an unknown kind or language.
func Write(kind Kind, l Language, f Facts) (Document, error) {
	name := string(kind) + "." + string(l) + ".txt"
	text, err := texts.ReadFile("texts/" + name)
	if err != nil {
		return Document{}, fmt.Errorf("notice: no text %s: %w", name, err)
	}
	t, err := parseTemplate(name, string(text), templateFuncs(l, f))
	if err != nil {
		return Document{}, fmt.Errorf("notice: %w", err)
	}
	filled, err := t.fill(name, f)
	if err != nil {
		return Document{}, fmt.Errorf("notice: %s: %w", name, err)
	}
	d, err := parseMarkup(filled)
	if err != nil {
		return Document{}, fmt.Errorf("notice: %s: %w", name, err)
	}
	d.Kind, d.Language, d.Version, d.Date, d.Hash = kind, l, f.Version, f.Date.Format(
		time.DateOnly), f.Hash()
	return d, nil
}

// templateFuncs are what a text may ask for beside the facts themselves.
func templateFuncs(l Language, f Facts) map[string]any {
	o := f.Operator
	return map[string]any{
		"hash":    f.Hash,
		"law":     func(topic string) string { return o.lawReference(l, topic) },
		"church":  func() bool { return o.effectiveLaw() != GDPR },
		"country": func() string { return countryIn(l, o.HostingCountry) },
		"where":   func() string { return placeIn(l, o.HostingCountry) },
		// where other relays stand
		"elsewhere": func() string { return countryIn(l, o.RelayCountry) },
		"third":     func() string { return o.thirdCountries(l) },
		"retention": func() string { return retentionIn(l, o.ProxyLogs) },
		"days":      func(d time.Duration) string { return daysIn(l, d) },
		"moment":    func(t time.Time) string { return momentIn(l, t) },
		"date":      func(t time.Time) string { return dateIn(l, t) },
	}
}

// daysIn gives a duration in days, or in hours if it is not a whole number of days.
func daysIn(l Language, d time.Duration) string {
	if hours := int(d.Hours()); hours%24 != 0 {
		return countIn(l, hours, "hour")
	}
	return countIn(l, int(d.Hours())/24, "day")
}

// dateIn gives a day, such as "5. März 2026" or "5 March 2026".
func dateIn(l Language, t time.Time) string {
	if l == English {
		return t.Format("2 January 2006")
	}
	months := [...]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
		"September", "Oktober",
		"November", "Dezember"}
	return fmt.Sprintf("%d. %s %d", t.Day(), months[t.Month()-1], t.Year())
}

// momentIn gives a day and a time in UTC, since nobody knows where the reader is.
func momentIn(l Language, t time.Time) string {
	t = t.UTC()
	if l == English {
		return dateIn(l, t) + ", " + t.Format("15:04") + " UTC"
	}
	return dateIn(l, t) + ", " + t.Format("15:04") + " Uhr (UTC)"
}
