package peertext

import (
	"strings"
	"testing"

	"einmal/internal/peer"
)

func TestPollsAndQuestionsAreSentences(t *testing.T) {
	poll := peer.Poll{Number: 2, Question: "Blue\x1b[31m?", Type: "single", Asker: "An\x07na",
		Choices: []string{"Blue", "Green"}, State: "open", Own: []int{1}, Answered: 1}
	closed := poll
	closed.State, closed.Counts = "closed", []int{0, 2}
	closed.Answers = []peer.PollGiven{{Name: "Ben", Choices: []int{1}}, {Name: "You", Choices: []int{1}}}
	secret, scale, told := poll, poll, closed
	secret.Secret, secret.State, secret.Uncounted = true, "closed", "few"
	scale.Type, scale.Secret = "scale", true
	told.Told = "Carl"
	for text, want := range map[string]string{
		PollSentence(poll):   "Poll 2 by Anna: Blue[31m? 1 Blue, 2 Green. Answer with /vote 2 and a number; everybody sees who chose what. 1 answered so far, you with 2.",
		PollSentence(closed): "Blue: 0; Green: 2 (Ben, You).",
		PollSentence(secret): "without a result",
		PollSentence(scale):  "1 (Blue) to 5 (Green). Answer with /vote 2 and a number; nobody learns who chose what.",
		PollSentence(told):   "(as Carl tells)",
		QuestionSentence(peer.Question{Name: "Ben", Text: "Who?", Mark: "taken", Hands: 2}): "Ben asks: Who? (2 more want it answered) It is being talked about.",
	} {
		if !strings.Contains(text, want) || strings.ContainsAny(text, "\x1b\x07") {
			t.Errorf("%q has no %q", text, want)
		}
	}
	for _, why := range []string{"few", "left", "silent", "broken"} {
		if uncounted[why] == "" {
			t.Errorf("nothing is said for %s", why)
		}
	}
}
