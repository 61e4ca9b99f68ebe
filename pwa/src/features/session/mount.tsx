import '../../ui/tokens.css';
import '../../ui/base.css';
import '../../ui/components.css';
import '../../ui/shell.css';
import { Component, type ComponentChildren, type ComponentType, render } from 'preact';
import { t } from '../../i18n/common.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/feedback.tsx';

/** A fault in a screen must not leave a white page. */
class Boundary extends Component<{ children: ComponentChildren }, { isBroken: boolean }> {
  override state = { isBroken: false };
  static override getDerivedStateFromError = () => ({ isBroken: true });

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main class="shell-main shell-narrow">
        <Notice tone="bad" alert title={t('state.broken')}>
          <p>{t('state.brokenHint')}</p>
          <div>
            <Button icon="refresh" onClick={() => location.reload()}>
              {t('action.reload')}
            </Button>
          </div>
        </Notice>
      </main>
    );
  }
}

/** Puts an app into the document. */
export function mount(App: ComponentType): void {
  const root = document.getElementById('app');
  if (!root) throw new Error('the document has no #app');
  render(
    <Boundary>
      <App />
    </Boundary>,
    root,
  );
}
