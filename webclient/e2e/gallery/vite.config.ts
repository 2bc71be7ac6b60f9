import { defineConfig, type Plugin } from "vite";

/** The policy of the real server: what would be refused there is refused here. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types einmal-worker einmal-pdf",
].join("; ");

/** What a server says of itself: here one with a gateway for telephones. */
const about: Plugin = {
  name: "einmal-gallery-about",
  configurePreviewServer: ({ middlewares }) => {
    middlewares.use("/about.json", (_request, response) => {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ create: "open", lifetime: 7_776_000, phone: true }));
    });
  },
};

export default defineConfig({
  plugins: [about],
  root: import.meta.dirname,
  publicDir: "../../public",
  build: {
    outDir: "../../../out/gallery/site",
    emptyOutDir: true,
    minify: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: `${import.meta.dirname}/state.html` },
  },
  // To be browsed; the policy stays away, because vite puts its styles and its client in.
  server: { host: "127.0.0.1", port: 5174, strictPort: true },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  preview: { host: "127.0.0.1", port: 0, headers: { "Content-Security-Policy": policy } },
});
