package notice

import "strings"

// Law is the data protection law that applies to the controller.
type Law string

const (
	GDPR   Law = "gdpr"
	KDG    Law = "kdg"     // the Catholic Church in Germany
	DSGEKD Law = "dsg-ekd" // the Protestant Church in Germany
)

var laws = []Law{GDPR, KDG, DSGEKD}

// lawReferences are where a law says what; in German, since two of the three laws are.
var lawReferences = map[Law]map[string]string{
	GDPR: {
		"name":      "DSGVO",
		"inform":    "Art. 13 DSGVO",
		"contract":  "Art. 6 Abs. 1 Buchst. b DSGVO",
		"interest":  "Art. 6 Abs. 1 Buchst. f DSGVO",
		"access":    "Art. 15 DSGVO",
		"rectify":   "Art. 16 DSGVO",
		"erase":     "Art. 17 DSGVO",
		"restrict":  "Art. 18 DSGVO",
		"port":      "Art. 20 DSGVO",
		"object":    "Art. 21 DSGVO",
		"complain":  "Art. 77 DSGVO",
		"processor": "Art. 28 DSGVO",
		"record":    "Art. 30 DSGVO",
		"security":  "Art. 32 DSGVO",
		"transfer":  "Art. 44 bis 49 DSGVO",
	},
	KDG: {
		"name":      "KDG",
		"inform":    "§ 15 KDG",
		"contract":  "§ 6 Abs. 1 Buchst. c KDG",
		"interest":  "§ 6 Abs. 1 Buchst. g KDG",
		"access":    "§ 17 KDG",
		"rectify":   "§ 18 KDG",
		"erase":     "§ 19 KDG",
		"restrict":  "§ 20 KDG",
		"port":      "§ 22 KDG",
		"object":    "§ 23 KDG",
		"complain":  "§ 48 KDG",
		"processor": "§ 29 KDG",
		"record":    "§ 31 KDG",
		"security":  "§ 26 KDG",
		"transfer":  "§§ 39 bis 41 KDG",
	},
	DSGEKD: {
		"name":      "DSG-EKD",
		"inform":    "§ 17 DSG-EKD",
		"contract":  "§ 6 Nr. 5 DSG-EKD",
		"interest":  "§ 6 Nr. 3 DSG-EKD",
		"access":    "§ 19 DSG-EKD",
		"rectify":   "§ 20 DSG-EKD",
		"erase":     "§ 21 DSG-EKD",
		"restrict":  "§ 22 DSG-EKD",
		"port":      "§ 24 DSG-EKD",
		"object":    "§ 25 DSG-EKD",
		"complain":  "§ 46 DSG-EKD",
		"processor": "§ 30 DSG-EKD",
		"record":    "§ 31 DSG-EKD",
		"security":  "§ 27 DSG-EKD",
		"transfer":  "§ 10 DSG-EKD",
	},
}

// englishReference turns a German place into the English form of the same.
var englishReference = strings.NewReplacer(" Abs. 1", "(1)", " Buchst. b", "(b)", " Buchst. c",
	"(c)",
	" Buchst. f", "(f)",
	" Buchst. g", "(g)", "§§ ", "sections ", "§ ", "section ", "Nr. ", "no. ", " bis ", " to ",
	"DSGVO", "GDPR")

// lawReference says where the law in force says something. It panics on a topic it does not know:
// the texts are our own.
func (o Operator) lawReference(l Language, topic string) string {
	place, ok := lawReferences[o.effectiveLaw()][topic]
	if !ok {
		panic("notice: no place for " + topic)
	}
	if l == English {
		return englishReference.Replace(place)
	}
	return place
}

func (o Operator) effectiveLaw() Law {
	if o.Law == "" {
		return GDPR
	}
	return o.Law
}
