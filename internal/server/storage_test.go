package server

import (
	"testing"
	"testing/synctest"
)

// TestABrokenStoreIsAFailureOfTheServer, which ends it (above).
func TestABrokenStoreIsAFailureOfTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, broken := &Server{failed: make(chan error, 1)}, make(chan struct{})
		n.endWithStore(broken)
		synctest.Wait()
		if len(n.failed) != 0 {
			t.Error("the server fails before its store")
		}
		close(broken)
		synctest.Wait()
		if len(n.failed) != 1 {
			t.Error("the server goes on without its store")
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
}
