// The page in the small window in front of other programs (call/smallwindow.tsx), while there is one.
import { signal } from "@preact/signals";

export const smallPage = signal<Document | undefined>(undefined);
