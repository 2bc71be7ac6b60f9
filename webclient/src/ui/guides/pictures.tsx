// Small pictures of where to press, drawn from a few shapes. They say nothing that the steps beside
// them do not say, and so are not read out.
import type { ComponentChildren } from "preact";
import type { GuideId } from "./topics.ts";

/** Where the ring lies that shows what to press. */
interface Ring {
  x: number;
  y: number;
}

function Picture({ ring, children }: { ring: Ring; children: ComponentChildren }) {
  return (
    <svg class="guide-picture" viewBox="0 0 240 120" aria-hidden="true" focusable="false">
      {children}
      <circle class="guide-ring" cx={ring.x} cy={ring.y} r="14" />
    </svg>
  );
}

/** What stands to the left of the address. */
const signs = {
  tune: "M-8 -4h16M-8 4h16M-4 -7v6M4 1v6",
  lock: "M-5 -1h10v7h-10zM-3 -1v-2a3 3 0 0 1 6 0v2",
  barred: "M-8 -4h9v8h-9zM1 -1l6-3v8l-6-3M-8 -7L7 7",
  page: "M-6 -7h12v10h-12zM-3 -4h6M-3 -1h6M-6 7h12",
} as const;

function Browser({ sign, y = 24 }: { sign: keyof typeof signs; y?: 24 | 98 }) {
  return (
    <Picture ring={{ x: 30, y }}>
      <rect class="guide-frame" x="4" y="4" width="232" height="112" rx="10" />
      <rect class="guide-field" x="12" y={y - 12} width="216" height="24" rx="12" />
      <path class="guide-line" transform={`translate(30 ${y})`} d={signs[sign]} />
      <path class="guide-text" d={`M54 ${y}h90`} />
      <path
        class="guide-text"
        d={y === 24 ? "M24 60h120M24 76h150M24 92h96" : "M24 28h120M24 44h150M24 60h96"}
      />
    </Picture>
  );
}

/** The bar at the top of a Mac's screen, its second menu open. */
function MenuBar() {
  return (
    <Picture ring={{ x: 58, y: 16 }}>
      <path class="guide-frame" d="M4 4h232v24H4z" />
      <circle class="guide-dot" cx="20" cy="16" r="5" />
      <path class="guide-text" d="M42 16h32M92 16h24M130 16h24" />
      <rect class="guide-field" x="40" y="34" width="150" height="80" rx="8" />
      <path class="guide-text" d="M52 50h80M52 98h70" />
      <path class="guide-strong" d="M52 74h124" />
    </Picture>
  );
}

/** A page of settings with two switches. */
function Settings() {
  return (
    <Picture ring={{ x: 205, y: 52 }}>
      <rect class="guide-frame" x="4" y="4" width="232" height="112" rx="10" />
      <path class="guide-strong" d="M20 24h72" />
      {[52, 88].map((y) => (
        <g key={y}>
          <rect class="guide-field" x="14" y={y - 15} width="212" height="30" rx="6" />
          <path class="guide-text" d={`M28 ${y}h80`} />
          <rect class="guide-switch" x="192" y={y - 7} width="26" height="14" rx="7" />
          <circle class="guide-knob" cx="211" cy={y} r="5" />
        </g>
      ))}
    </Picture>
  );
}

/** A page inside an app: its menu at the top, or its compass at the bottom. */
function App({ at }: { at: "top" | "bottom" }) {
  const y = at === "top" ? 22 : 100;
  return (
    <Picture ring={{ x: 168, y }}>
      <rect class="guide-frame" x="56" y="4" width="128" height="112" rx="12" />
      <path class="guide-line" d={at === "top" ? "M56 38h128" : "M56 84h128"} />
      <path
        class="guide-text"
        d={at === "top" ? "M72 22h56M72 58h90M72 76h72" : "M72 24h90M72 42h72M72 60h80"}
      />
      {at === "top" ? (
        <path class="guide-dots" d="M168 16v.1M168 22v.1M168 28v.1" />
      ) : (
        <path class="guide-line" d="M168 92a8 8 0 1 1 -.1 0M171 97l-2 5-4 2 2-5z" />
      )}
    </Picture>
  );
}

export function pictureOf(id: GuideId) {
  switch (id) {
    case "site.chrome":
    case "site.chrome-android":
    case "site.other":
      return <Browser sign="tune" />;
    case "site.edge":
    case "site.firefox-android":
      return <Browser sign="lock" />;
    case "site.firefox":
      return <Browser sign="barred" />;
    case "site.safari-ios":
      return <Browser sign="page" y={98} />;
    case "site.safari-mac":
      return <MenuBar />;
    case "app.ios":
      return <App at="bottom" />;
    case "app.android":
      return <App at="top" />;
    default:
      return <Settings />;
  }
}
