// The operator looks for a fault and has the server write down more than usual: everybody sees that
// for as long as it lasts.
import type { CallModel } from "../../call/model.ts";
import { language, shortDate, t } from "../i18n/index.ts";
import { Icon } from "../parts/icon.tsx";
import "./incident.css";

export function IncidentBanner({ model }: { model: CallModel }) {
  const incident = model.incident.value;
  if (!incident) return null;
  const { until, reason } = incident;
  return (
    <div class="incident" role="status" data-test="incident" data-until={until.toISOString()}>
      <Icon name="alert" />
      <p>
        {t("incident.text", { until: shortDate(until), reason })}{" "}
        <a href={`/privacy?lang=${language.value}`} target="_blank" rel="noopener">
          {t("app.privacy")}
        </a>
      </p>
    </div>
  );
}
