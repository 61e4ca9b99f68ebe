import { hideableBlocks } from '@miaoben/schema';
import { useState } from 'preact/hooks';
import { type AccountsQuery, type FileBlock, HideBlocks } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/desk.ts';
import { t as blocks } from '../../i18n/file-blocks.ts';
import { t as household } from '../../i18n/household.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

type Account = AccountsQuery['accounts']['nodes'][number];

/** Whether anything of a file can be hidden from the account. */
export const isHideable = ({ role }: Account): boolean => hideableBlocks(role).length > 0;

/** Hides blocks of files from one account (J-04). */
export function HideBlocksDialog({
  of,
  onClose,
  onDone,
}: {
  of: Account;
  onClose: () => void;
  onDone: (account: Account) => void;
}) {
  const [hidden, setHidden] = useState<readonly FileBlock[]>(of.hiddenBlocks);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const save = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await mutate(HideBlocks, { commandId, accountId: of.id, blocks: [...hidden] });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onDone(answer.data.hideBlocks);
    toast(t('accounts.hideDone'));
    onClose();
  };
  return (
    <FormDialog
      title={t('accounts.hideOf', { name: of.displayName })}
      saveText={common('action.save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <p>{t('accounts.hideExplain')}</p>
      <fieldset class="stack-tight">
        <legend class="sr-only">{t('accounts.hide')}</legend>
        {hideableBlocks(of.role).map((block) => (
          <Checkbox
            key={block}
            checked={hidden.includes(block)}
            onChange={(isHidden) =>
              setHidden((before) => (isHidden ? [...before, block] : before.filter((one) => one !== block)))
            }
          >
            {block === 'family' ? household('page.title') : blocks(`tab.${block}`)}
          </Checkbox>
        ))}
      </fieldset>
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
