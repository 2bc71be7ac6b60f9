//go:build evil

package evil

// Honest is an honest server.
var Honest = Attack{Name: "none", Summary: "nothing: it is honest", Must: GoOn}

// AllAttacks gives all attacks. Random choices in them come from the server's source.
func AllAttacks() []Attack {
	all := append(frameAttacks(), commandAttacks()...)
	all = append(all, sessionAttacks()...)
	return append(all, linkAttacks()...)
}

// AttackNamed gives the attack of that name.
func AttackNamed(name string) (Attack, bool) {
	for _, a := range append(AllAttacks(), Honest) {
		if a.Name == name {
			return a, true
		}
	}
	return Attack{}, false
}
