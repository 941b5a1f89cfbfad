import { html, nothing, type TemplateResult } from 'lit';
import type { ModelDocument, RunStatus } from '../api/types.ts';

/** Chooses a version: an alias or a number; empty is the one that serves. */
export function versionChoice(label: string, chosen: string, models: ModelDocument[] | null, status: RunStatus | null, choose: (version: string) => void, none?: string): TemplateResult {
    const aliases = Object.entries(status?.aliases ?? {}).sort(([a], [b]) => a.localeCompare(b));
    const versions = (models ?? []).map((m) => String(m.version)).reverse();
    const known = chosen === '' || chosen === 'none' || aliases.some(([a]) => a === chosen) || versions.includes(chosen);
    return html`<label>${label}
        <select @change=${(e: Event) => choose((e.target as HTMLSelectElement).value)}>
            ${none ? html`<option value="none" ?selected=${chosen === 'none'}>${none}</option>` : nothing}
            <option value="" ?selected=${chosen === ''}>the one that serves</option>
            ${known ? nothing : html`<option value=${chosen} selected>${chosen}</option>`}
            ${aliases.map(([alias, version]) => html`<option value=${alias} ?selected=${alias === chosen}>${alias} (${version})</option>`)}
            ${versions.map((v) => html`<option value=${v} ?selected=${v === chosen}>version ${v}</option>`)}
        </select>
    </label>`;
}
