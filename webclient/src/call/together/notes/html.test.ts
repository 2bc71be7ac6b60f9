import { describe, expect, it } from "vitest";
import { toHtml, toPage } from "./html.ts";

describe("as a page", () => {
  it("notes have headings, lists and paragraphs", () => {
    const html = toHtml("# Plan\nfirst\nsecond\n\n- one\n- [x] two\n- [ ] three\nend");
    expect(html.replaceAll("\n", "")).toBe(
      "<h1>Plan</h1><p>first<br>second</p><ul><li>one</li><li>☑ two</li><li>☐ three</li></ul><p>end</p>",
    );
  });

  it("nothing that was written is more than text", () => {
    const page = toPage('<script>"&"</script>\n# <img src=x>', '</title>"', 'en"');
    expect(page).not.toMatch(/<script|<img|en"">|<\/title>"/);
    expect(page).toContain("&lt;script&gt;&quot;&amp;&quot;&lt;/script&gt;");
  });
});
