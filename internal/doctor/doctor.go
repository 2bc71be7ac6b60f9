// Package doctor looks whether a server on this machine can do what its configuration says, and
// names what is wrong: [Run] gives findings, each with a stable code.
//
// It changes nothing, and asks nobody but this machine, the name servers that it uses, the
// certificate authority of the configuration, the public address of the server, and another einmal
// if it is told which. A finding has no room, token or person in it. docs/doctor.md lists all of them.
package doctor

import (
	"context"
	"sync"
	"time"

	"einmal/internal/config"
)

// examinationTime is longer than all that can be waited for.
const examinationTime = 90 * time.Second

// check looks at one side of the server. What it cannot look at it passes over.
type check func(context.Context, *examination) []Finding

// checks are in the order in which their findings are told: what comes first may be the reason of
// what comes later.
var checks = []check{
	checkOperator, checkUnit, checkFirewall, checkNames,
	checkCertificate, checkAuthority, checkClock,
	checkData, checkCreators, checkDisk, checkDescriptors, checkMemory,
	checkPage, checkRelay, checkOutside,
}

// Run examines the server that c describes, whether it runs or not, on the machine m. It takes some
// seconds, half a minute behind a proxy, and at most examinationTime.
func Run(ctx context.Context, c config.Config, m Machine) []Finding {
	ctx, cancel := context.WithTimeout(ctx, examinationTime)
	defer cancel()
	e := newExamination(c, m)
	all := checkPorts(ctx, e) // before others open them
	each := make([][]Finding, len(checks))
	var working sync.WaitGroup
	for i, look := range checks {
		working.Go(func() { each[i] = look(ctx, e) })
	}
	working.Wait()
	for _, some := range each {
		all = append(all, some...)
	}
	return all
}

// Status is the exit status: 0 if all is well, 1 if something should be mended, 2 if something
// keeps calls from working.
func Status(findings []Finding) int {
	worst := 0
	for _, f := range findings {
		worst = max(worst, map[Level]int{Note: 0, Mend: 1, Stops: 2}[f.Level])
	}
	return worst
}
