package notice

import (
	"slices"
	"strings"
)

// country is a name in both languages; eea says that it belongs to the European Economic Area.
type country struct {
	de, en string
	eea    bool
}

// countries are those of the EEA and those that the European Commission has found to protect data
// adequately, by ISO 3166 code. Any other country is shown by its code.
var countries = map[string]country{
	"AT": {"Österreich", "Austria", true}, "BE": {"Belgien", "Belgium", true},
	"BG": {"Bulgarien", "Bulgaria", true},
	"CY": {"Zypern", "Cyprus", true}, "CZ": {"Tschechien", "Czechia", true},
	"DE": {"Deutschland", "Germany", true},
	"DK": {"Dänemark", "Denmark", true}, "EE": {"Estland", "Estonia", true},
	"ES": {"Spanien", "Spain", true},
	"FI": {"Finnland", "Finland", true}, "FR": {"Frankreich", "France", true},
	"GR": {"Griechenland", "Greece", true},
	"HR": {"Kroatien", "Croatia", true}, "HU": {"Ungarn", "Hungary", true},
	"IE": {"Irland", "Ireland", true},
	"IS": {"Island", "Iceland", true}, "IT": {"Italien", "Italy", true},
	"LI": {"Liechtenstein", "Liechtenstein", true},
	"LT": {"Litauen", "Lithuania", true}, "LU": {"Luxemburg", "Luxembourg", true},
	"LV": {"Lettland", "Latvia", true},
	"MT": {"Malta", "Malta", true}, "NL": {"Niederlande", "Netherlands", true},
	"NO": {"Norwegen", "Norway", true},
	"PL": {"Polen", "Poland", true}, "PT": {"Portugal", "Portugal", true},
	"RO": {"Rumänien", "Romania", true},
	"SE": {"Schweden", "Sweden", true}, "SI": {"Slowenien", "Slovenia", true},
	"SK": {"Slowakei", "Slovakia", true},

	"AD": {"Andorra", "Andorra", false}, "AR": {"Argentinien", "Argentina", false},
	"CA": {"Kanada", "Canada", false},
	"CH": {"Schweiz", "Switzerland", false}, "FO": {"Färöer", "Faroe Islands", false},
	"GB": {"Vereinigtes Königreich", "United Kingdom", false},
	"GG": {"Guernsey", "Guernsey", false}, "IL": {"Israel", "Israel", false},
	"IM": {"Isle of Man", "Isle of Man", false},
	"JE": {"Jersey", "Jersey", false}, "JP": {"Japan", "Japan", false},
	"KR": {"Südkorea", "South Korea", false},
	"NZ": {"Neuseeland", "New Zealand", false},
	"US": {"Vereinigte Staaten", "United States", false}, "UY": {"Uruguay", "Uruguay", false},
}

// FindCountry gives the code of a country that is named by it, or in German or English; any code of
// two letters passes. Empty: it is no country that is known.
func FindCountry(text string) (code string) {
	if code = strings.ToUpper(text); isCountryCode().MatchString(code) {
		return code
	}
	for code, c := range countries {
		if strings.EqualFold(text, c.de) || strings.EqualFold(text, c.en) {
			return code
		}
	}
	return ""
}

// CountryName says a country in a language; one that is not known by its code.
func CountryName(l Language, code string) string { return countryIn(l, code) }

// NeedsBasis says whether data may be in a country only for a reason: it is outside the EEA.
// isAdequate says that the European Commission has found the protection there to be adequate, for
// whoever it is.
func NeedsBasis(code string) (needs, isAdequate bool) {
	_, known := countries[code]
	return !isInEEA(code), known && code != "US" // there it is for certified companies alone
}

func isInEEA(code string) bool { return countries[code].eea }

// thirdCountries names the countries outside the EEA in which the operator's machines are.
func (o Operator) thirdCountries(l Language) string {
	var names []string
	for _, code := range []string{o.HostingCountry, o.RelayCountry} {
		if name := countryIn(l, code); code != "" && !isInEEA(code) &&
			!slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func countryIn(l Language, code string) string {
	c, known := countries[code]
	switch {
	case !known:
		return code
	case l == German:
		return c.de
	default:
		return c.en
	}
}

// places are where German and English do not say "in" before the name of a country, or an article
// after it.
var places = map[string]map[Language]string{
	"CH": {German: "in der Schweiz"},
	"CY": {German: "auf Zypern"},
	"FO": {German: "auf den Färöern", English: "in the Faroe Islands"},
	"GB": {German: "im Vereinigten Königreich", English: "in the United Kingdom"},
	"GG": {German: "auf Guernsey"},
	"IM": {German: "auf der Isle of Man", English: "on the Isle of Man"},
	"JE": {German: "auf Jersey"},
	"MT": {German: "auf Malta"},
	"NL": {German: "in den Niederlanden", English: "in the Netherlands"},
	"SK": {German: "in der Slowakei"},
	"US": {German: "in den Vereinigten Staaten", English: "in the United States"},
}

// placeIn says where something stands that is in this country.
func placeIn(l Language, code string) string {
	if place, ok := places[code][l]; ok {
		return place
	}
	if _, known := countries[code]; !known { // the code is all that we have
		return map[Language]string{German: "im Land ", English: "in the country "}[l] + code
	}
	return "in " + countryIn(l, code)
}
