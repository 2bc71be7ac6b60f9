// Lines that are tasks: "- [ ] Call Ben" and "- [x] Call Ben".

export interface Task {
  /** Of the text, from 0. */
  readonly line: number;
  readonly text: string;
  readonly isDone: boolean;
  /** Where the mark between the brackets stands in the whole text. */
  readonly mark: number;
}

const pattern = /^(\s*[-*] \[)([ xX])\] (.*)$/;

export function tasksIn(text: string): Task[] {
  const tasks: Task[] = [];
  let start = 0;
  for (const [line, words] of text.split("\n").entries()) {
    const [, before = "", mark = "", what = ""] = pattern.exec(words) ?? [];
    if (mark !== "")
      tasks.push({ line, text: what, isDone: mark !== " ", mark: start + before.length });
    start += words.length + 1;
  }
  return tasks;
}

/** The line of a place, from 1. */
export function lineOf(text: string, place: number): number {
  return text.slice(0, place).split("\n").length;
}
