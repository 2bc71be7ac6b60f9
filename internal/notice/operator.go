package notice

import (
	"bufio"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"einmal/internal/lazyregexp"
)

// Operator is what only the people who run a server know. The operator file has each field under
// its key, on one line.
type Operator struct {
	Name string `key:"name"` // of the controller
	// if the controller is no natural person
	RepresentedBy   string `key:"represented-by"`
	Address         string `key:"address"`                 // street, place, country
	Email           string `key:"email"`                   //
	Phone           string `key:"phone"`                   //
	Register        string `key:"register"`                // court and number
	VATID           string `key:"vat-id"`                  //
	Officer         string `key:"data-protection-officer"` // how to reach one, or none
	Authority       string `key:"supervisory-authority"`   //
	Law             Law    `key:"law"`                     // empty is GDPR
	HostingProvider string `key:"hosting-provider"`        // or self
	HostingCountry  string `key:"hosting-country"`         // ISO 3166-1 alpha-2
	// of relays on other machines, as hosting-country
	RelayCountry string `key:"relay-country"`
	// why the data may be there, outside the EEA
	ThirdCountryBasis string `key:"third-country-basis"`
	ProxyLogs         string `key:"proxy-log-retention"` // such as "7 days", or none
	// who hands telephone calls over to a gateway of theirs, or self for telephones of their own
	PhoneTrunk string `key:"phone-trunk" json:",omitempty"`
}

const (
	none = "none" // for Officer and ProxyLogs
	self = "self" // for HostingProvider and PhoneTrunk

	maxValue = 500 // characters; nothing on these pages needs more
)

// ReadOperator reads lines of the form key = value. It skips empty lines and those that begin with
// #. Errors are for people and name the line.
func ReadOperator(r io.Reader) (Operator, error) {
	var o Operator
	given := map[string]int{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, found := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !found {
			return Operator{}, fmt.Errorf("line %d is not of the form key = value", n)
		}
		if before := given[key]; before > 0 {
			return Operator{}, fmt.Errorf("line %d repeats the key %q of line %d", n, key, before)
		}
		given[key] = n
		if err := o.setValue(key, value); err != nil {
			return Operator{}, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return Operator{}, fmt.Errorf("read: %w", err)
	}
	return o, nil
}

func (o *Operator) setValue(key, value string) error {
	fields := reflect.ValueOf(o).Elem()
	for i := range fields.NumField() {
		if fields.Type().Field(i).Tag.Get("key") != key {
			continue
		}
		if err := checkValue(key, value); err != nil {
			return err
		}
		fields.Field(i).SetString(value)
		return nil
	}
	return fmt.Errorf("there is no key %q; the keys are %s", key, strings.Join(OperatorKeys(), ", "))
}

// OperatorKeys are those of the operator file, in the order in which it is written.
func OperatorKeys() []string {
	var keys []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Operator]()) {
		keys = append(keys, field.Tag.Get("key"))
	}
	return keys
}

var isCountryCode = lazyregexp.New(`^[A-Z]{2}$`)

var retention = lazyregexp.New(`^([1-9][0-9]{0,3}) (hour|day|week)s?$`)

func checkValue(key, value string) error {
	// this also excludes characters that reverse the direction of writing
	bad := func(r rune) bool { return !unicode.IsPrint(r) }
	switch {
	case value == "":
		return fmt.Errorf("%s has no value", key)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, bad):
		return fmt.Errorf("%s holds something other than printable UTF-8", key)
	case utf8.RuneCountInString(value) > maxValue:
		return fmt.Errorf("%s has more than %d characters", key, maxValue)
	}
	switch key {
	case "email":
		if name, host, ok := strings.Cut(value, "@"); !ok || name == "" || host == "" ||
			strings.ContainsAny(value, " ,;") {
			return fmt.Errorf("email wants one address, such as privacy@call.example, not %q",
				value)
		}
	case "law":
		if !slices.Contains(laws, Law(value)) {
			return fmt.Errorf("law wants gdpr, kdg or dsg-ekd, not %q", value)
		}
	case "hosting-country", "relay-country":
		if !isCountryCode().MatchString(value) {
			return fmt.Errorf("%s wants two capital letters (ISO 3166), such as DE, not %q", key,
				value)
		}
	case "proxy-log-retention":
		if value != none && !retention().MatchString(value) {
			return fmt.Errorf("proxy-log-retention wants a number of hours, days or weeks, such "+
				"as \"7 days\", or none, not %q", value)
		}
	}
	return nil
}

// Missing lists the keys that a server of these facts still needs. One that only its own machine
// reaches needs none, unless there is a proxy.
func (f Facts) Missing() []string {
	var missing []string
	need := func(key, value string) {
		if value == "" {
			missing = append(missing, key)
		}
	}
	o := f.Operator
	if !f.Local {
		need("name", o.Name)
		need("address", o.Address)
		need("email", o.Email)
		need("data-protection-officer", o.Officer)
		need("supervisory-authority", o.Authority)
		need("hosting-provider", o.HostingProvider)
		need("hosting-country", o.HostingCountry)
	}
	if f.Relays != "" && !f.Local {
		need("relay-country", o.RelayCountry)
	}
	if f.Phone && !f.Local {
		need("phone-trunk", o.PhoneTrunk)
	}
	if o.thirdCountries(English) != "" {
		need("third-country-basis", o.ThirdCountryBasis)
	}
	if f.Proxy || f.Encryption == EncryptedAtProxy {
		need("proxy-log-retention", o.ProxyLogs)
	}
	return missing
}

// retentionIn puts a retention into words; the value was checked.
func retentionIn(l Language, value string) string {
	parts := retention().FindStringSubmatch(value)
	if parts == nil {
		return value
	}
	number, err := strconv.Atoi(parts[1])
	if err != nil {
		return value
	}
	return countIn(l, number, parts[2])
}

// countIn says a number of units, such as "1 Tag" or "7 days"; the German is the dative that
// follows "nach".
func countIn(l Language, number int, unit string) string {
	words := map[Language]map[string][2]string{
		German: {"hour": {"Stunde", "Stunden"}, "day": {"Tag", "Tagen"},
			"week": {"Woche", "Wochen"}},
		English: {"hour": {"hour", "hours"}, "day": {"day", "days"}, "week": {"week", "weeks"}},
	}[l][unit]
	word := words[1]
	if number == 1 {
		word = words[0]
	}
	return strconv.Itoa(number) + " " + word
}
