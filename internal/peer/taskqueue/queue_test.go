package taskqueue

import (
	"slices"
	"testing"
	"testing/synctest"
)

func TestTasksRunInOrderAndWakeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New()
		var ran []int
		for n := range 3 {
			q.Enqueue(func() {
				ran = append(ran, n)
				q.Enqueue(func() { ran = append(ran, 10+n) }) // never blocks
			})
		}
		<-q.Wake
		select {
		case <-q.Wake:
			t.Error("it wakes twice for tasks that are taken at once")
		default:
		}
		for range 2 {
			for _, f := range q.TakeAll() {
				f()
			}
		}
		if want := []int{0, 1, 2, 10, 11, 12}; !slices.Equal(ran, want) {
			t.Errorf("they ran as %v, want %v", ran, want)
		}
		if len(q.TakeAll()) > 0 {
			t.Error("a task is taken twice")
		}
	})
}
