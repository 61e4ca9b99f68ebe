import { useState } from 'preact/hooks';
import { t as clinic } from '../../i18n/clinic.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/household.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import type { FamilyFile } from './family-screen.tsx';
import { JoinDialog } from './join-dialog.tsx';
import { LeaveDialog, OpenDialog } from './leave-dialog.tsx';
import { RelateDialog } from './relate-dialog.tsx';

type Household = NonNullable<FamilyFile['household']>;
export type Member = Household['members'][number];
type Dialogs = 'open' | 'join' | 'add' | 'relate' | 'leave';

/** The household a person lives in, its members by relation to the head, and what changed (J-05). */
export function Home({ file, mayChange, onChanged }: { file: FamilyFile; mayChange: boolean; onChanged: () => void }) {
  const [dialog, setDialog] = useState<Dialogs | null>(null);
  const home = file.household;
  const acts: Dialogs[] = home ? ['add', 'relate', 'leave'] : ['join', 'open'];
  const words = {
    open: 'home.open',
    join: 'home.join',
    add: 'home.addMember',
    relate: 'home.relate',
    leave: 'home.leave',
  } as const;
  const close = () => setDialog(null);
  return (
    <section class="card stack" aria-labelledby="household">
      <h2 id="household">{t('home.title')}</h2>
      {home ? <Members home={home} ownId={file.id} /> : <p class="muted">{t('home.none')}</p>}
      {mayChange && (
        <div class="row no-print">
          {acts
            .filter((act) => act !== 'relate' || (home?.members.length ?? 0) > 1)
            .map((act) => (
              <Button key={act} onClick={() => setDialog(act)}>
                {t(words[act])}
              </Button>
            ))}
        </div>
      )}
      {home && <Changes title={t('home.former')} rows={home.formerMembers ?? []} />}
      {file.formerHouseholds.length > 0 && <FormerHomes rows={file.formerHouseholds} />}
      {dialog === 'open' && <OpenDialog file={file} onClose={close} onChanged={onChanged} />}
      {(dialog === 'join' || dialog === 'add') && (
        <JoinDialog file={file} isAdding={dialog === 'add'} onClose={close} onChanged={onChanged} />
      )}
      {dialog === 'relate' && home && (
        <RelateDialog file={file} members={home.members} onClose={close} onChanged={onChanged} />
      )}
      {dialog === 'leave' && home && (
        <LeaveDialog file={file} members={home.members} onClose={close} onChanged={onChanged} />
      )}
    </section>
  );
}

function Members({ home, ownId }: { home: Household; ownId: string }) {
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{t('home.number')}</dt>
          <dd class="mono">{home.number}</dd>
        </div>
        <div>
          <dt>{t('home.opened')}</dt>
          <dd>{formatInstant(home.openedAt)}</dd>
        </div>
      </dl>
      <Table
        caption={t('home.members')}
        rows={home.members}
        rowKey={({ personId }) => personId}
        columns={[
          {
            key: 'name',
            head: t('member.name'),
            lead: true,
            cell: ({ person, name }) =>
              person && person.id !== ownId ? (
                <a href={`#/child/${person.id}/family`}>
                  <bdi>{name}</bdi>
                </a>
              ) : (
                <bdi>{name}</bdi>
              ),
          },
          { key: 'relation', head: t('member.relation'), cell: ({ relation }) => t(`relation.${relation}`) },
          {
            key: 'born',
            head: t('member.born'),
            cell: ({ person, registrationState }) => (
              <span class="row">
                {person ? (
                  <span class="number">{formatDate(person.birthDate)}</span>
                ) : (
                  <span class="muted">{t('home.outside')}</span>
                )}
                {registrationState !== 'active' && (
                  <Badge tone="warn">{clinic(`person.state.${registrationState}`)}</Badge>
                )}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

function Changes({ title, rows }: { title: string; rows: readonly Member[] }) {
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <Table
        caption={title}
        hideCaption
        rows={rows}
        rowKey={(row) => `${row.personId} ${row.since}`}
        columns={[
          { key: 'name', head: t('member.name'), lead: true, cell: ({ name }) => <bdi>{name}</bdi> },
          { key: 'relation', head: t('member.relation'), cell: ({ relation }) => t(`relation.${relation}`) },
          { key: 'reason', head: t('member.reason'), cell: ({ endReason }) => endReason && t(`change.${endReason}`) },
          { key: 'until', head: t('member.until'), cell: ({ until }) => until && formatInstant(until) },
        ]}
      />
    </details>
  );
}

function FormerHomes({ rows }: { rows: FamilyFile['formerHouseholds'] }) {
  return (
    <details>
      <summary>{t('home.formerHouseholds')}</summary>
      <Table
        caption={t('home.formerHouseholds')}
        hideCaption
        rows={rows}
        rowKey={(row) => `${row.number} ${row.since}`}
        columns={[
          {
            key: 'number',
            head: t('home.number'),
            lead: true,
            cell: ({ number }) => <span class="mono">{number}</span>,
          },
          { key: 'relation', head: t('member.relation'), cell: ({ relation }) => t(`relation.${relation}`) },
          { key: 'reason', head: t('member.reason'), cell: ({ reason }) => t(`change.${reason}`) },
          { key: 'until', head: t('member.until'), cell: ({ until }) => formatInstant(until) },
        ]}
      />
    </details>
  );
}
