import { signal } from '@preact/signals';
import { Button } from './button.tsx';

interface ToastItem {
  id: number;
  text: string;
  action: { label: string; run: () => void } | undefined;
}

const toasts = signal<readonly ToastItem[]>([]);
let lastId = 0;
const dismiss = (id: number) => {
  toasts.value = toasts.value.filter((item) => item.id !== id);
};

/** Says in passing that something happened; with an action it stays twice as long. Errors belong on the screen instead. */
export function toast(text: string, action?: ToastItem['action']): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.slice(-2), { id, text, action }];
  setTimeout(() => dismiss(id), action ? 10_000 : 5_000);
}

/** Where toasts appear; stands once in the shell. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((item) => (
        <div key={item.id} class="toast">
          <span>{item.text}</span>
          {item.action && (
            <Button
              variant="quiet"
              onClick={() => {
                item.action?.run();
                dismiss(item.id);
              }}
            >
              {item.action.label}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
