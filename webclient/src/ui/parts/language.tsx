// Switches the language: one button for each language that is not the current one, named in its own
// language.
import { language, languages, switchLanguage, t } from "../i18n/index.ts";
import "./language.css";

export function LanguageSwitch() {
  return (
    <div class="language">
      {languages
        .filter(({ code }) => code !== language.value)
        .map(({ code, name }) => (
          <button
            key={code}
            type="button"
            class="language-button"
            lang={code}
            data-test={`language-${code}`}
            title={t("app.language")}
            onClick={() => void switchLanguage(code).catch(() => {})}
          >
            <span class="language-full">{name}</span>
            <span class="language-short" aria-hidden="true">
              {code.toUpperCase()}
            </span>
          </button>
        ))}
    </div>
  );
}
