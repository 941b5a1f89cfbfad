import { html, nothing, type TemplateResult } from 'lit';
import '../chart/chart.ts';
import type { Line } from '../chart/chart.ts';
import { forgotten, spread, type Scores } from '../series/scores.ts';
import { fixed, signed } from '../words/numbers.ts';

const COLUMNS = 6;

/** mIoU of each domain over versions; dashed what the baseline has. */
export function scoreChart(scores: Scores): TemplateResult {
    const lines: Line[] = scores.domains.flatMap((domain, i) => [
        { label: domain, values: scores.table[i]!, color: i, hasPoints: true },
        ...(scores.baseline[i] === null ? [] : [{ label: 'baseline', values: scores.versions.map(() => scores.baseline[i]!), color: i, isDashed: true }]),
    ]);
    return html`<prcl-chart .xs=${scores.versions} .lines=${lines} .x=${'version'} .unit=${'mIoU, %'} .label=${'mIoU by domain over versions'}></prcl-chart>`;
}

/** Domain × version, thinned; how far each domain is above the baseline, and below its own best. */
export function scoreTable(scores: Scores, baseline: number | undefined): TemplateResult {
    const columns = spread(scores.versions.length, COLUMNS);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="mIoU by domain and version">
        <table class="matrix">
            <thead>
                <tr>
                    <th scope="col">domain</th>
                    ${columns.map((c) => html`<th scope="col">${scores.versions[c] === baseline ? html`<abbr title="baseline">${scores.versions[c]}*</abbr>` : scores.versions[c]}</th>`)}
                    <th scope="col">against baseline</th>
                    <th scope="col">below its best</th>
                </tr>
            </thead>
            <tbody>
                ${scores.domains.map((domain, i) => {
                    const row = scores.table[i]!;
                    const [base, now] = [scores.baseline[i]!, row.filter((v) => v !== null).at(-1) ?? null];
                    return html`<tr>
                        <th scope="row">${domain}</th>
                        ${columns.map((c) => html`<td .style=${shade(row[c]!)}>${fixed(row[c])}</td>`)}
                        <td>${base === null || now === null ? fixed(null) : signed(now - base)}</td>
                        <td>${signed(forgotten(row))}</td>
                    </tr>`;
                })}
            </tbody>
        </table>
        ${baseline !== undefined && scores.versions.includes(baseline) ? html`<p><small>* the version of the alias baseline</small></p>` : nothing}
    </div>`;
}

function shade(value: number | null | undefined): string {
    return value === null || value === undefined ? '' : `background: color-mix(in srgb, var(--heat) ${Math.round(0.45 * value)}%, transparent)`;
}
