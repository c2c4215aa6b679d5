import { propertiesText } from "../../../config/kafka/propertiesText";

/**
 * Lines of a Java properties file, sorted by name, for the chart's `extraConfig`.
 *
 * The chart runs the text through its templates, so `{{` is written as a template that gives it back.
 */
export function properties(settings: Record<string, string>): string {
  return propertiesText(settings).slice(0, -1).replaceAll("{{", '{{ "{{" }}');
}
