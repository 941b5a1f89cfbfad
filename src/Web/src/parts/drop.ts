import { html, type TemplateResult } from 'lit';

/** A place where files can be dropped, with a button that chooses them: both lead to the same. */
export function dropPlace(text: string, take: (files: File[]) => void, options: { many?: boolean; accept?: string } = {}): TemplateResult {
    const over = (event: DragEvent, isOver: boolean) => {
        event.preventDefault();
        (event.currentTarget as HTMLElement).classList.toggle('over', isOver);
    };
    const dropped = (event: DragEvent) => {
        over(event, false);
        take([...(event.dataTransfer?.files ?? [])]);
    };
    const chosen = (event: Event) => {
        const input = event.target as HTMLInputElement;
        take([...(input.files ?? [])]);
        input.value = '';
    };
    return html`<label
        class="drop"
        @dragover=${(e: DragEvent) => over(e, true)}
        @dragleave=${(e: DragEvent) => over(e, false)}
        @drop=${dropped}
    >
        <span>${text}</span>
        <input type="file" accept=${options.accept ?? 'image/png,image/jpeg'} ?multiple=${options.many ?? false} @change=${chosen}>
    </label>`;
}
