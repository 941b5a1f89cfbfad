import { html, nothing, type TemplateResult } from 'lit';
import { css, type ClassInfo } from '../classes/classes.ts';
import type { ClassScore } from '../pixels/scores.ts';
import { brief, percent, some } from '../words/numbers.ts';

const ROWS = 12;

/** How probable each class is at a place, and how near its prototype; what the classifier chose stands out. */
export function scoreTable(told: ClassScore[], classes: ClassInfo[]): TemplateResult {
    const chosen = told.reduce((most, c) => (c.probability > most.probability ? c : most));
    // The class that was chosen is shown wherever it stands.
    const rows = told.filter((c, i) => i < ROWS || c === chosen);
    return html`<table class="scores">
        <thead>
            <tr><th scope="col">class</th><th scope="col">confidence</th><th scope="col"><abbr title="Mutual likelihood score: higher is nearer">prototype</abbr></th></tr>
        </thead>
        <tbody>
            ${rows.map(
                (c) => html`<tr class=${c === chosen ? 'chosen' : ''}>
                    <th scope="row"><i class="swatch" .style=${`background: ${css(classes[c.id]?.color ?? [0, 0, 0])}`}></i>${classes[c.id]?.name ?? c.id}</th>
                    <td>${percent(c.probability)}</td>
                    <td>${c.score === null ? 'none yet' : brief(c.score)}</td>
                </tr>`,
            )}
        </tbody>
    </table>
    ${rows.length < told.length ? html`<p><small>and ${some(told.length - rows.length, 'class')} that ${told.length - rows.length === 1 ? 'is' : 'are'} further away</small></p>` : nothing}`;
}
