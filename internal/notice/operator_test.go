package notice

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestAnOperatorFileIsRead(t *testing.T) {
	got, err := ReadOperator(strings.NewReader("\ufeff# who runs this\r\n\r\nname = Eva Weber = " +
		"Büro\r\n  hosting-country=DE\nproxy-log-retention = 1 week\nlaw = dsg-ekd"))
	want := Operator{Name: "Eva Weber = Büro", HostingCountry: "DE", ProxyLogs: "1 week",
		Law: DSGEKD}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestABadOperatorFileSaysWhere(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"no equals sign": {"name = x\nEva Weber", "line 2 is not of the form"},
		"an unknown key": {"\nnmae = x",
			`line 2: there is no key "nmae"; the keys are name, represented-by`},
		"a key twice": {"name = x\n#\nname = y",
			`line 3 repeats the key "name" of line 1`},
		"no value": {"name =", "line 1: name has no value"},
		"a control character": {"name = a\x07b", "line 1: name holds something other than " +
			"printable"},
		"a turned direction": {"name = a\u202eb", "line 1: name holds something other than " +
			"printable"},
		"another encoding": {"name = B\xfcro", "line 1: name holds something other " +
			"than printable"},
		"a value that is a novel": {"name = " +
			strings.Repeat("x", 501), "line 1: name has more than 500"},
		"a line without an end": {"name = " + strings.Repeat("x", 70_000), "read: "},
		"two addresses": {"email = a@b.example, c@d.example",
			"line 1: email wants one address"},
		"no address":  {"email = a", "line 1: email wants one address"},
		"another law": {"law = ccpa", "line 1: law wants gdpr, kdg or dsg-ekd"},
		"a country by its name": {"hosting-country = Deutschland",
			"line 1: hosting-country wants " +
				"two capital letters"},
		"a retention that is vague": {"proxy-log-retention = a while",
			"line 1: proxy-log-retention wants a number"},
		"no days at all": {"proxy-log-retention = 0 days", "line 1: proxy-log-retention wants a " +
			"number"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadOperator(strings.NewReader(test.text)); err == nil ||
				!strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	all := []string{"name", "address", "email", "data-protection-officer", "supervisory-authority",
		"hosting-provider", "hosting-country"}
	for name, test := range map[string]struct {
		facts Facts
		want  []string
	}{
		"a public server without anything": {Facts{}, all},
		"a server that nobody reaches":     {Facts{Local: true}, nil},
		"a proxy before such a server": {Facts{Local: true, Proxy: true},
			[]string{"proxy-log-retention"}},
		"a public server that has everything": {Facts{Operator: anOperator}, nil},
		"a proxy whose logs nobody spoke of": {Facts{Operator: anOperator, Proxy: true},
			[]string{"proxy-log-retention"}},
		"a proxy that is only told by encryption": {Facts{Operator: anOperator,
			Encryption: EncryptedAtProxy}, []string{"proxy-log-retention"}},
		"a proxy without logs": {Facts{Operator: with("ProxyLogs", none),
			Proxy: true}, nil},
		"relays that stand nobody knows where": {Facts{Operator: anOperator,
			Relays: "relay.example"}, []string{"relay-country"}},
		"relays outside the EEA": {Facts{Operator: with("RelayCountry", "US"),
			Relays: "relay.example"}, []string{"third-country-basis"}},
		"a country outside the EEA": {Facts{Operator: with("HostingCountry", "CH")},
			[]string{"third-country-basis"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.facts.Missing(); !slices.Equal(got, test.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// with is an operator with another value in one field.
func with(field, value string) Operator {
	o := anOperator
	reflect.ValueOf(&o).Elem().FieldByName(field).SetString(value)
	return o
}

// TestThePublicPagesSayWhoRunsTheServer and where, in their first sentence, and nothing to the
// operator.
func TestThePublicPagesSayWhoRunsTheServer(t *testing.T) {
	for country, want := range map[string]map[Language]string{
		"DE": {German: "in Deutschland", English: "in Germany"},
		"NL": {German: "in den Niederlanden", English: "in the Netherlands"},
		"MT": {German: "auf Malta", English: "in Malta"},
		"AQ": {German: "im Land AQ", English: "in the country AQ"},
	} {
		facts := public()
		facts.Operator.HostingCountry = country
		for l, begin := range map[Language]string{
			German:  "Diesen Server betreibt Weber Gestaltung GmbH; er steht ",
			English: "This server is run by Weber Gestaltung GmbH; it stands ",
		} {
			if lead := write(t, Privacy, l, facts).Lead; lead[0].Text != begin+want[l]+"." {
				t.Errorf("%s, %s: %q", country, l, lead[0].Text)
			}
		}
	}
	facts := public()
	facts.Operator.HostingCountry = ""
	if lead := write(t, Privacy, English, facts).Lead; lead[0].Text !=
		"This server is run by Weber Gestaltung GmbH." {
		t.Errorf("without a country: %q", lead[0].Text)
	}
	facts.Operator = Operator{}
	if lead := write(t, Privacy, English, facts).Lead; lead[0].Prominent == "" {
		t.Errorf("nobody is known to run it, and it says %q", lead[0].Text)
	}
	for _, kind := range []Kind{Privacy, Imprint, Missing} {
		for _, l := range Languages {
			text := strings.ToLower(said(t, kind, l, public()))
			if strings.Contains(text, "template") || strings.Contains(text, "vorlage") ||
				strings.Contains(text, "lawyer") || strings.Contains(text, "juristisch") {
				t.Errorf("the %s in %s speaks to the operator", kind, l)
			}
		}
	}
}
