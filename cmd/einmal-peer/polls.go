package main

import (
	"errors"
	"strconv"
	"strings"

	"einmal/internal/peer"
	"einmal/internal/peertext"
)

// printPolls prints all polls of the call, or that there are none.
func (o *output) printPolls(all []peer.Poll) error {
	for _, p := range all {
		if err := o.printEvent(peer.Event{Kind: peer.Polled, Name: p.Asker, Poll: &p}); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return errors.New("there are no polls")
	}
	return nil
}

// printQuestions prints all questions of the call, or that there are none.
func (o *output) printQuestions(all []peer.Question) (err error) {
	for _, q := range all {
		if o.asJSON {
			err = o.printEvent(peer.Event{Kind: peer.Questioned, Name: q.Name, Question: &q})
		} else {
			err = o.printLine("%s", peertext.QuestionSentence(q))
		}
		if err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return errors.New("there are no questions")
	}
	return nil
}

// vote reads the number of a poll and those of choices, from 1 on; none takes an answer back.
func vote(call *peer.Call, text string) error {
	var numbers []int
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			return errors.New("/vote wants the number of a poll and those of your choice, such as /vote 1 2")
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 0 {
		return errors.New("/vote wants the number of a poll; /polls shows it")
	}
	choices := numbers[1:]
	for i := range choices {
		choices[i]--
	}
	return call.Vote(numbers[0], choices)
}
