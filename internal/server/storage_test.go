package server

import (
	"testing"
	"testing/synctest"
)

// TestABrokenStoreIsAFailureOfTheServer, which ends it (above).
func TestABrokenStoreIsAFailureOfTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, broken := &Server{failed: make(chan error, 1)}, make(chan struct{})
		s.endWithStore(broken)
		synctest.Wait()
		if len(s.failed) != 0 {
			t.Error("the server fails before its store")
		}
		close(broken)
		synctest.Wait()
		if len(s.failed) != 1 {
			t.Error("the server goes on without its store")
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
