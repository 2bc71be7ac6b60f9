// Every state of every screen, to be looked through: in both languages, light and dark, on three
// sizes of screen. Each is a frame with state.html in it, so it has its true width and its own
// address.
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { calls } from "./calls.tsx";
import { screens } from "./screens.tsx";
import "./browse.css";

const languages = ["en", "de"] as const;
const schemes = ["light", "dark"] as const;
const sizes = {
  phone: { width: 360, height: 740, scale: 1 },
  narrow: { width: 320, height: 640, scale: 1 },
  desktop: { width: 1280, height: 800, scale: 0.6 },
};
type Size = keyof typeof sizes;

const groups: Record<string, readonly string[]> = {};
for (const name of [...Object.keys(screens), ...Object.keys(calls)]) {
  const [screen = name] = name.split("-");
  groups[screen] = [...(groups[screen] ?? []), name];
}
const names = Object.values(groups).flat();

/** The address keeps what is shown: vite reloads the page, and a link can be shared. */
const asked = new URLSearchParams(location.hash.slice(1));
const askedFor = <T extends string>(what: string, all: readonly T[]) =>
  all.filter((one) => asked.getAll(what).includes(one));
const state = signal(askedFor("state", names)[0] ?? "start");
const shown = {
  lang: signal(orDefault(askedFor("lang", languages), languages)),
  scheme: signal(orDefault(askedFor("scheme", schemes), ["light"])),
  size: signal(orDefault(askedFor("size", Object.keys(sizes)), ["phone", "desktop"])),
};

effect(() => {
  const query = new URLSearchParams({ state: state.value });
  for (const [what, { value }] of Object.entries(shown))
    for (const one of value) query.append(what, one);
  history.replaceState(null, "", `#${query}`);
});

function orDefault(chosen: readonly string[], otherwise: readonly string[]): readonly string[] {
  return chosen.length > 0 ? chosen : otherwise;
}

addEventListener("keydown", ({ key }) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key] ?? 0;
  const next = names.indexOf(state.value) + step;
  if (step !== 0) state.value = names.at(next % names.length) ?? "start";
});

function Gallery() {
  return (
    <div class="gallery">
      <nav aria-label="States">
        {Object.entries(groups).map(([screen, list]) => (
          <section key={screen}>
            <h2>{screen}</h2>
            {list.map((name) => (
              <StateButton key={name} name={name} />
            ))}
          </section>
        ))}
      </nav>
      <main>
        <header>
          <h1>{state.value}</h1>
          <Choice what="lang" all={languages} />
          <Choice what="scheme" all={schemes} />
          <Choice what="size" all={Object.keys(sizes)} />
        </header>
        <div class="frames">
          {shown.size.value.map((size) =>
            shown.lang.value.map((lang) =>
              shown.scheme.value.map((scheme) => (
                <Frame
                  key={`${size} ${lang} ${scheme}`}
                  size={size as Size}
                  lang={lang}
                  scheme={scheme}
                />
              )),
            ),
          )}
        </div>
      </main>
    </div>
  );
}

function StateButton({ name }: { name: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const current = state.value === name;
  useEffect(() => {
    if (current) button.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <button
      ref={button}
      type="button"
      aria-current={current}
      onClick={() => {
        state.value = name;
      }}
    >
      {name}
    </button>
  );
}

function Choice({ what, all }: { what: keyof typeof shown; all: readonly string[] }) {
  const chosen = shown[what];
  const choose = (one: string, on: boolean) => {
    const next = all.filter((other) => (other === one ? on : chosen.value.includes(other)));
    if (next.length > 0) chosen.value = next;
  };
  return (
    <fieldset>
      {all.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={chosen.value.includes(one)}
            onChange={(event) => choose(one, event.currentTarget.checked)}
          />
          {one}
        </label>
      ))}
    </fieldset>
  );
}

function Frame({ size, lang, scheme }: { size: Size; lang: string; scheme: string }) {
  const { width, height, scale } = sizes[size];
  const url = `state.html?${new URLSearchParams({ state: state.value, lang, scheme })}`;
  return (
    <figure>
      <figcaption>
        <a href={url} target="_blank" rel="noopener">
          {`${size} ${width} × ${height}, ${lang}, ${scheme}`}
        </a>
      </figcaption>
      <div class="frame" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
        <iframe
          key={url}
          src={url}
          allow="autoplay"
          title={`${state.value}, ${size}, ${lang}, ${scheme}`}
          width={width}
          height={height}
          style={{ transform: `scale(${scale})` }}
        />
      </div>
    </figure>
  );
}

const root = document.getElementById("app");
if (root) render(<Gallery />, root);
