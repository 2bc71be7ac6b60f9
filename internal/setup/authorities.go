package setup

import (
	"strings"

	"einmal/internal/notice"
)

// germanState is one of the sixteen, each with an authority of its own for companies and
// associations.
type germanState struct {
	code, de, en string
	authority    string
}

// Compared in November 2026 with the register of datenanfragen.de (github.com/datenanfragen/data, as
// of July 2026), which names all sixteen and their towns alike but for two, whose holders have
// changed: Bremen's authority calls itself so since 2025 (press office of the Senate, 28 March 2025),
// that of Saxony-Anhalt since 2024 (its own note to the press, 2 August 2024).
var germanStates = []germanState{
	{"BW", "Baden-Württemberg", "Baden-Württemberg", "Landesbeauftragter für den Datenschutz und " +
		"die Informationsfreiheit Baden-Württemberg, Stuttgart"},
	{"BY", "Bayern", "Bavaria", "Bayerisches Landesamt für Datenschutzaufsicht, Ansbach"},
	{"BE", "Berlin", "Berlin", "Berliner Beauftragte für Datenschutz und Informationsfreiheit, " +
		"Berlin"},
	{"BB", "Brandenburg", "Brandenburg", "Landesbeauftragte für den Datenschutz und für das " +
		"Recht auf Akteneinsicht Brandenburg, Kleinmachnow"},
	{"HB", "Bremen", "Bremen", "Landesbeauftragter für Datenschutz und Informationsfreiheit der " +
		"Freien Hansestadt Bremen, Bremerhaven"},
	{"HH", "Hamburg", "Hamburg", "Hamburgischer Beauftragter für Datenschutz und " +
		"Informationsfreiheit, Hamburg"},
	{"HE", "Hessen", "Hesse", "Hessischer Beauftragter für Datenschutz und " +
		"Informationsfreiheit, Wiesbaden"},
	{"MV", "Mecklenburg-Vorpommern", "Mecklenburg-Western Pomerania", "Landesbeauftragter für " +
		"Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern, Schwerin"},
	{"NI", "Niedersachsen", "Lower Saxony", "Landesbeauftragter für den Datenschutz " +
		"Niedersachsen, Hannover"},
	{"NW", "Nordrhein-Westfalen", "North Rhine-Westphalia", "Landesbeauftragte für Datenschutz " +
		"und Informationsfreiheit Nordrhein-Westfalen, Düsseldorf"},
	{"RP", "Rheinland-Pfalz", "Rhineland-Palatinate", "Landesbeauftragter für den Datenschutz " +
		"und die Informationsfreiheit Rheinland-Pfalz, Mainz"},
	{"SL", "Saarland", "Saarland", "Unabhängiges Datenschutzzentrum Saarland, Saarbrücken"},
	{"SN", "Sachsen", "Saxony", "Sächsische Datenschutz- und Transparenzbeauftragte, Dresden"},
	{"ST", "Sachsen-Anhalt", "Saxony-Anhalt", "Landesbeauftragte für den Datenschutz " +
		"Sachsen-Anhalt, Magdeburg"},
	{"SH", "Schleswig-Holstein", "Schleswig-Holstein", "Unabhängiges Landeszentrum für " +
		"Datenschutz Schleswig-Holstein, Kiel"},
	{"TH", "Thüringen", "Thuringia", "Thüringer Landesbeauftragter für den Datenschutz und die " +
		"Informationsfreiheit, Erfurt"},
}

// authorities are those of the other countries of the EEA (the members of the European Data
// Protection Board), of Switzerland and of the United Kingdom. The same register has all of them and
// their towns, that of Bulgaria by its English name alone. The British one becomes the Information
// Commission in the course of 2026 (Data (Use and Access) Act 2025, section 119) and has moved or
// moves from Wilmslow to Manchester; so both names stand there, and no town.
var authorities = map[string]string{
	"AT": "Österreichische Datenschutzbehörde, Wien",
	"BE": "Gegevensbeschermingsautoriteit / Autorité de protection des données, Bruxelles",
	"BG": "Комисия за защита на личните данни, София",
	"CH": "Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter, Bern",
	"CY": "Office of the Commissioner for Personal Data Protection, Nicosia",
	"CZ": "Úřad pro ochranu osobních údajů, Praha",
	"DK": "Datatilsynet, Valby",
	"EE": "Andmekaitse Inspektsioon, Tallinn",
	"ES": "Agencia Española de Protección de Datos, Madrid",
	"FI": "Tietosuojavaltuutetun toimisto, Helsinki",
	"FR": "Commission nationale de l'informatique et des libertés (CNIL), Paris",
	"GB": "Information Commissioner's Office / Information Commission (ICO), United Kingdom",
	"GR": "Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα, Αθήνα",
	"HR": "Agencija za zaštitu osobnih podataka, Zagreb",
	"HU": "Nemzeti Adatvédelmi és Információszabadság Hatóság, Budapest",
	"IE": "Data Protection Commission, Dublin",
	"IS": "Persónuvernd, Reykjavík",
	"IT": "Garante per la protezione dei dati personali, Roma",
	"LI": "Datenschutzstelle Fürstentum Liechtenstein, Vaduz",
	"LT": "Valstybinė duomenų apsaugos inspekcija, Vilnius",
	"LU": "Commission nationale pour la protection des données, Belvaux",
	"LV": "Datu valsts inspekcija, Rīga",
	"MT": "Office of the Information and Data Protection Commissioner, Sliema",
	"NL": "Autoriteit Persoonsgegevens, Den Haag",
	"NO": "Datatilsynet, Oslo",
	"PL": "Urząd Ochrony Danych Osobowych, Warszawa",
	"PT": "Comissão Nacional de Proteção de Dados, Lisboa",
	"RO": "Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal, " +
		"București",
	"SE": "Integritetsskyddsmyndigheten, Stockholm",
	"SI": "Informacijski pooblaščenec, Ljubljana",
	"SK": "Úrad na ochranu osobných údajov Slovenskej republiky, Bratislava",
}

// findAuthority gives the supervisory authority of a place: a state of Germany or a country, by its
// code or its name in either language; and that country. What has a comma in it is the authority
// itself, whose country is not known. Codes that both have, such as BE, are the state's only where
// the country is said to be Germany, as in "DE-BE".
func findAuthority(place string) (authority, country string, ok bool) {
	place = strings.TrimSpace(place)
	state, inGermany := strings.CutPrefix(strings.ToUpper(place), "DE-")
	for _, s := range germanStates {
		if strings.EqualFold(place, s.de) || strings.EqualFold(place, s.en) ||
			state == s.code && (inGermany || authorities[state] == "") {
			return s.authority, "DE", true
		}
	}
	if code := notice.FindCountry(place); authorities[code] != "" {
		return authorities[code], code, true
	}
	if name, where, found := strings.Cut(place, ","); found && strings.TrimSpace(name) != "" &&
		strings.TrimSpace(where) != "" {
		return place, "", true
	}
	return "", "", false
}
