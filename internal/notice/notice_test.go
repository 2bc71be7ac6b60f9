package notice

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write testdata anew")

var anOperator = Operator{
	Name: "Weber Gestaltung GmbH", RepresentedBy: "Eva Weber", Address: "Lindenweg 3, 12345 " +
		"Musterstadt, Deutschland",
	Email: "datenschutz@call.example", Phone: "+49 30 555 0100",
	Register: "Amtsgericht Musterstadt, HRB 1234", VATID: "DE999999999",
	Officer: "none", Authority: "Die Landesbeauftragte für Datenschutz, Musterstadt",
	HostingProvider: "Rechenzentrum Nord GmbH",
	HostingCountry:  "DE",
}

func public() Facts {
	return Facts{
		Version: "v1.2.3", Address: "https://call.example", Operator: anOperator,
		Encryption: EncryptedHere, Storage: OnDisk,
		Creators: InvitedCreate, LongestRoom: 90 * 24 * time.Hour,
		Date: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC),
	}
}

// configurations are the ones whose documents stand in testdata. Together they reach every line of
// the texts.
func configurations() map[string]Facts {
	local := Facts{Version: "v1.2.3", Address: "http://localhost:8080", Local: true,
		Encryption: Unencrypted, Storage: OnDisk,
		Creators: LocalCreates, LongestRoom: 90 * 24 * time.Hour, Date: public().Date}
	proxy := public()
	proxy.Encryption, proxy.Proxy, proxy.Operator.ProxyLogs, proxy.Metrics = EncryptedAtProxy, true, "7 days", true
	memory := public()
	memory.Storage, memory.Creators, memory.LongestRoom = InMemory, EverybodyCreate, 36*time.Hour
	memory.Operator.HostingProvider, memory.Operator.Officer = self, "dsb@call.example"
	memory.Relays, memory.Operator.RelayCountry = "relay.example", "FR"
	memory.Operator.PhoneTrunk = self
	abroad := public()
	abroad.Operator.PhoneTrunk, abroad.Phone = "Telefon Nord AG, Oslo", true
	abroad.Authority = "acme-v02.api.letsencrypt.org"
	abroad.Operator.HostingCountry, abroad.Operator.ThirdCountryBasis = "CH", "Angemessenheitsbeschluss 2000/518/EG"
	incident := public()
	incident.Creators = NobodyCreates
	incident.Incident = Incident{Reason: "Verbindungen brechen nach einer Minute ab",
		Until: time.Date(2026, 3, 6, 18, 0, 0, 0, time.UTC)}
	church := public()
	church.Operator.Law, church.Encryption, church.Operator.ProxyLogs = KDG, EncryptedAtProxy, none
	return map[string]Facts{"local": local, "proxy": proxy, "memory": memory, "abroad": abroad,
		"incident": incident, "church": church}
}

// TestTheDocumentsAreAsRead compares the privacy notice of every configuration, and all documents
// of one, with what somebody has read. After a change of the words: go test ./internal/notice
// -update, and read the difference.
func TestTheDocumentsAreAsRead(t *testing.T) {
	for name, facts := range configurations() {
		kinds := []Kind{Privacy}
		if name == "proxy" {
			kinds = Kinds
		}
		for _, l := range Languages {
			var got strings.Builder
			for _, kind := range kinds {
				got.WriteString(Text(write(t, kind, l, facts)))
			}
			file := filepath.Join("testdata", name+"."+string(l)+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("%s differs from what the program writes; run with -update and read the "+
					"difference", file)
			}
		}
	}
}

func write(t *testing.T, kind Kind, l Language, facts Facts) Document {
	t.Helper()
	d, err := Write(kind, l, facts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// said is all that a document says, without the hash, which would differ in any case.
func said(t *testing.T, kind Kind, l Language, facts Facts) string {
	t.Helper()
	return strings.ReplaceAll(Text(write(t, kind, l, facts)), facts.Hash(), "")
}

// noChange are fields of Facts that need not change everything, with the reason.
var (
	notInHash   = map[string]string{"Date": "the same configuration has the same hash every day"}
	notInNotice = map[string]string{
		"Operator.Register": "belongs to the imprint",
		"Operator.VATID":    "belongs to the imprint",
	}
)

// others are values for fields that do not take any.
var others = map[string]any{
	"Encryption": EncryptedAtProxy, "Storage": InMemory, "Creators": EverybodyCreate,
	"Operator.Law":            KDG,
	"Operator.HostingCountry": "FR", "Operator.RelayCountry": "US", "Operator.ProxyLogs": "3 days",
	"Operator.HostingProvider": self, "LongestRoom": 48 * time.Hour,
	"Incident.Until": time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
	"Date":           time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
}

// TestEveryFactChangesTheText walks all fields of Facts: each, changed alone, changes the hash and
// the words of the privacy notice in both languages.
func TestEveryFactChangesTheText(t *testing.T) {
	var leaves int
	var walk func(path string, index []int, typ reflect.Type)
	walk = func(path string, index []int, typ reflect.Type) {
		if typ.Kind() == reflect.Struct && typ != reflect.TypeFor[time.Time]() {
			for i := range typ.NumField() {
				walk(strings.TrimPrefix(path+"."+typ.Field(i).Name, "."),
					append(index[:len(index):len(index)], i), typ.Field(i).Type)
			}
			return
		}
		leaves++
		before := configurations()["incident"]
		after := before
		change(t, path, reflect.ValueOf(&after).Elem().FieldByIndex(index))
		if _, ok := notInHash[path]; ok == (before.Hash() != after.Hash()) {
			t.Errorf("%s: hash %s before, %s after", path, before.Hash(), after.Hash())
		}
		for _, l := range Languages {
			kind := Privacy
			if _, ok := notInNotice[path]; ok {
				kind = Imprint
			}
			if said(t, kind, l, before) == said(t, kind, l, after) {
				t.Errorf("%s changes, and the %s in %s does not say so", path, kind, l)
			}
		}
	}
	walk("", nil, reflect.TypeFor[Facts]())
	if leaves < 20 {
		t.Errorf("only %d fields were seen", leaves)
	}
}

// change gives a field another value.
func change(t *testing.T, path string, field reflect.Value) {
	t.Helper()
	switch other, ok := others[path]; {
	case ok:
		field.Set(reflect.ValueOf(other))
	case field.Kind() == reflect.String:
		field.SetString(field.String() + " changed")
	case field.Kind() == reflect.Bool:
		field.SetBool(!field.Bool())
	default:
		t.Fatalf("%s: this test does not know how to change a %s", path, field.Type())
	}
}

// TestEveryLawIsWhole: each has a place for each topic, and no German words remain in the English
// form.
func TestEveryLawIsWhole(t *testing.T) {
	for _, law := range laws {
		for topic := range lawReferences[GDPR] {
			english := Operator{Law: law}.lawReference(English, topic)
			if english == "" || strings.Contains(english, "§") ||
				strings.Contains(english, "Abs.") || strings.Contains(english, "Buchst.") ||
				strings.Contains(english, "DSGVO") {
				t.Errorf("%s, %s: %q", law, topic, english)
			}
		}
		facts := public()
		facts.Operator.Law = law
		for _, l := range Languages {
			if !strings.Contains(said(t, Privacy, l, facts),
				facts.Operator.lawReference(l, "complain")) {
				t.Errorf("%s: the %s notice does not say where complaints are regulated", law, l)
			}
		}
	}
}

// TestNoValueBecomesMarkup: whatever an operator writes stays words.
func TestNoValueBecomesMarkup(t *testing.T) {
	for _, value := range []string{"# x", "## x", "> x", "- x", "| x | y", "x | y", "{{.Version}}",
		"<b>x</b>"} {
		plain, facts := public(), public()
		facts.Operator.Name, facts.Operator.HostingProvider, facts.Operator.Officer, facts.Operator.Authority = value, value, value, value
		facts.Incident, plain.Incident = Incident{Reason: value,
			Until: facts.Date}, Incident{Reason: "x", Until: facts.Date}
		for _, kind := range Kinds {
			a, b := write(t, kind, German, plain), write(t, kind, German, facts)
			if len(a.Sections) != len(b.Sections) || a.Title != b.Title || shape(a) != shape(b) {
				t.Errorf("%q changes the form of the %s", value, kind)
			}
			if page := string(Page(b, "")); strings.Contains(page, "<b>") {
				t.Errorf("%q is markup on the page of the %s", value, kind)
			}
		}
	}
}

// shape is a document without its words.
func shape(d Document) string {
	var b strings.Builder
	for _, s := range append([]Section{{Blocks: d.Lead}}, d.Sections...) {
		for _, block := range s.Blocks {
			marks := map[bool]string{true: "x"}
			b.WriteString("[" + marks[block.Text != ""] + "," + marks[block.Prominent != ""] + "]" +
				strings.Repeat("-", len(block.Items)) + strings.Repeat("|", len(block.Rows)))
		}
		b.WriteString(";")
	}
	return b.String()
}

func TestADocumentIsJSON(t *testing.T) {
	d := write(t, Privacy, English, public())
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back Document
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, d) {
		t.Errorf("%v\n%s", err, data)
	}
	if back.Hash != public().Hash() || back.Date != "2026-03-05" || back.Version != "v1.2.3" {
		t.Errorf("%+v", back)
	}
}
