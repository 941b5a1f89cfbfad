import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api/problem.ts';
import type { Resource } from './resource.ts';

/** A problem in words, with another try where it may help. */
export function problemNote(problem: Problem | null, again?: () => void): TemplateResult | typeof nothing {
    if (problem === null) {
        return nothing;
    }

    return html`<div class="problem" role="alert">
        <strong>${problem.title}.</strong> ${problem.detail}
        ${again ? html`<button type="button" @click=${again}>Try again</button>` : nothing}
    </div>`;
}

/** What a silo of an older version doesn't have. */
export function absentNote(what: string): TemplateResult {
    return html`<p class="absent">${what} is not there: this silo's version does not offer it.</p>`;
}

/** What an empty list says. */
export function emptyNote(text: unknown): TemplateResult {
    return html`<p class="empty">${text}</p>`;
}

/** A resource in its state: loading, failed, not offered, or shown. What was read stays in sight when a later reading fails. */
export function shown<T>(resource: Resource<T>, what: string, render: (value: T) => unknown): unknown {
    if (resource.problem?.isAbsent) {
        return absentNote(what);
    }

    if (resource.value === null) {
        return resource.problem ? problemNote(resource.problem, resource.again) : html`<p class="loading" role="status">Loading ${what.toLowerCase()} …</p>`;
    }

    return html`${problemNote(resource.problem, resource.again)}${render(resource.value)}`;
}
