package peertext

import (
	"fmt"
	"strings"

	"einmal/internal/peer"
)

// PollSentence says what is asked and how to answer, or what has come of it.
func PollSentence(p peer.Poll) string {
	head := fmt.Sprintf("Poll %d by %s", p.Number, Printable(p.Asker))
	if p.Told != "" {
		head += " (as " + Printable(p.Told) + " tells)"
	}
	question := Printable(p.Question)
	switch {
	case p.State == "counting":
		return head + " is being counted: " + question
	case p.State == "closed" && p.Uncounted != "":
		return head + " is over without a result: " + question + " " + uncounted[p.Uncounted]
	case p.State == "closed":
		return head + " is over: " + question + " " + outcomeOf(p)
	}
	return head + ": " + question + " " + choicesOf(p) + " " + howToAnswer(p) + answeredSoFar(p)
}

// uncounted says why a secret poll has no result.
var uncounted = map[string]string{
	"few":    "Fewer than four answered, and nothing was said of their answers.",
	"left":   "Somebody left who was to be counted.",
	"silent": "Somebody's program said nothing.",
	"broken": "Somebody's program did not keep to the rules.",
}

func choicesOf(p peer.Poll) string {
	if p.Type == "scale" {
		return fmt.Sprintf("1 (%s) to 5 (%s).", Printable(p.Choices[0]), Printable(p.Choices[1]))
	}
	var list []string
	for i, text := range p.Choices {
		list = append(list, fmt.Sprintf("%d %s", i+1, Printable(text)))
	}
	return strings.Join(list, ", ") + "."
}

func howToAnswer(p peer.Poll) string {
	text := fmt.Sprintf("Answer with /vote %d and a number", p.Number)
	if p.Type == "multiple" {
		text = fmt.Sprintf("Answer with /vote %d and one or more numbers", p.Number)
	}
	if p.Secret {
		return text + "; nobody learns who chose what."
	}
	return text + "; everybody sees who chose what."
}

func answeredSoFar(p peer.Poll) string {
	text := fmt.Sprintf(" %d answered so far", p.Answered)
	if len(p.Own) == 0 {
		return text + "."
	}
	return text + ", you with " + numbers(p.Own) + "."
}

func numbers(choices []int) string {
	var list []string
	for _, n := range choices {
		list = append(list, fmt.Sprint(n+1))
	}
	return strings.Join(list, ", ")
}

// outcomeOf says how often each was chosen, and of an open poll by whom.
func outcomeOf(p peer.Poll) string {
	var list []string
	for i, n := range p.Counts {
		label := fmt.Sprint(i + 1)
		if p.Type != "scale" {
			label = Printable(p.Choices[i])
		}
		var names []string
		for _, a := range p.Answers {
			for _, chosen := range a.Choices {
				if chosen == i {
					names = append(names, Printable(a.Name))
				}
			}
		}
		text := fmt.Sprintf("%s: %d", label, n)
		if len(names) > 0 {
			text += " (" + strings.Join(names, ", ") + ")"
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ") + "."
}

// QuestionSentence gives a question with its place in the list.
func QuestionSentence(q peer.Question) string {
	text := Printable(q.Name) + " asks: " + Printable(q.Text)
	if q.Hands > 0 {
		text += fmt.Sprintf(" (%d more want it answered)", q.Hands)
	}
	switch q.Mark {
	case "taken":
		return text + " It is being talked about."
	case "answered":
		return text + " It has been answered."
	}
	return text
}
