import { html, nothing, type TemplateResult } from 'lit';
import { css, type ClassInfo } from '../classes/classes.ts';
import { percent } from '../words/numbers.ts';

/** How segmentations are looked at. */
export interface Look {
    shows: 'classes' | 'doubt' | 'image';
    /** 0 to 1. */
    opacity: number;
    /** Pixels with a larger uncertainty, 0 to 1, aren't painted. */
    threshold: number;
    hidden: ReadonlySet<number>;
}

export const FIRST_LOOK: Look = { shows: 'classes', opacity: 0.6, threshold: 1, hidden: new Set() };

const SHOWS: [Look['shows'], string][] = [
    ['classes', 'Classes'],
    ['doubt', 'Uncertainty'],
    ['image', 'Image alone'],
];

/** What is looked at, how strongly, and how unsure a pixel may be. */
export function lookControls(look: Look, set: (look: Look) => void): TemplateResult {
    const range = (name: string, value: number, change: (value: number) => Partial<Look>, told: string) =>
        html`<label>${name}
            <input type="range" min="0" max="1" step="0.01" aria-label=${name} .value=${String(value)} @input=${(e: Event) => set({ ...look, ...change(Number((e.target as HTMLInputElement).value)) })}>
            <output>${told}</output>
        </label>`;
    return html`<div class="controls">
        <label>Show
            <select @change=${(e: Event) => set({ ...look, shows: (e.target as HTMLSelectElement).value as Look['shows'] })}>
                ${SHOWS.map(([value, name]) => html`<option value=${value} ?selected=${value === look.shows}>${name}</option>`)}
            </select>
        </label>
        ${range('Opacity', look.opacity, (opacity) => ({ opacity }), percent(look.opacity, 0))}
        ${range('Hide what is less sure than', look.threshold, (threshold) => ({ threshold }), look.threshold >= 1 ? 'nothing' : `uncertainty ${percent(look.threshold, 0)}`)}
    </div>`;
}

/** The classes with a switch each; with their shares of the picture where these are known. */
export function classToggles(classes: ClassInfo[], look: Look, set: (look: Look) => void, shares?: { id: number; share: number }[]): TemplateResult {
    const toggle = (id: number) => {
        const hidden = new Set(look.hidden);
        if (!hidden.delete(id)) {
            hidden.add(id);
        }

        set({ ...look, hidden });
    };
    const order = shares ? [...shares.map((s) => classes[s.id]!), ...classes.filter((c) => !shares.some((s) => s.id === c.id))] : classes;
    return html`<fieldset class="toggles">
        <legend>Classes</legend>
        ${order.map((c) => {
            const share = shares?.find((s) => s.id === c.id)?.share;
            return html`<label>
                <input type="checkbox" .checked=${!look.hidden.has(c.id)} @change=${() => toggle(c.id)}>
                <i class="swatch" .style=${`background: ${css(c.color)}`}></i>${c.name}
                ${shares ? html`<small>${share === undefined ? nothing : percent(share)}</small>` : nothing}
            </label>`;
        })}
    </fieldset>`;
}
