// What a browser has for messages of the system, and whether the person looks at the page.
import { vi } from "vitest";
import { refreshNotificationState } from "../notifications.ts";

export interface Message {
  readonly text: string;
  readonly options: NotificationOptions;
  open: boolean;
  onclick?: () => void;
}

/**
 * A browser that answers this when it is asked, and `before` until then. What it shows lands in the
 * list that is returned.
 */
export function installNotifications(
  answer: NotificationPermission,
  before: NotificationPermission = "default",
): Message[] {
  const shown: Message[] = [];
  class Shown {
    static permission = before;
    static async requestPermission(): Promise<NotificationPermission> {
      Shown.permission = answer;
      return answer;
    }
    open = true;
    readonly text: string;
    readonly options: NotificationOptions;
    constructor(text: string, options: NotificationOptions) {
      this.text = text;
      this.options = options;
      shown.push(this);
    }
    close(): void {
      this.open = false;
    }
  }
  vi.stubGlobal("Notification", Shown);
  refreshNotificationState();
  return shown;
}

/** Whether the person looks at the page. */
export function look(away: boolean): void {
  vi.spyOn(document, "hasFocus").mockReturnValue(!away);
}
