using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Notices;

/// <summary>Notices that are being made, stored together; one that is there already is left as it is.</summary>
internal sealed class NoticeRows(DateTimeOffset madeAt, string centre, Vault vault)
{
    private const string Insert = """
        INSERT INTO notices (case_key, sequence, kind, branch, recipient, phone, text, text_en, made_at)
        SELECT n.case_key, n.sequence, n.kind, n.branch, n.recipient, n.phone, n.text, n.text_en, $9
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n (case_key, sequence, kind, branch, recipient, phone, text, text_en)
        ON CONFLICT (case_key, sequence, kind, branch, recipient) DO NOTHING
        """;

    private readonly List<(
        CaseNumber Case,
        int Sequence,
        NoticeKind Kind,
        int Branch,
        string Recipient,
        string? Phone,
        string Text,
        string TextEn
    )> _made = [];

    public void ToApplicant(CaseNumber @case, int sequence, NoticeKind kind, CaseTold told, Told facts)
    {
        var (text, english) = NoticeTexts.Of(kind, facts, centre);
        Add(@case, sequence, kind, 0, "", told.Phone, text, english);
    }

    public void ToOfficer(CaseNumber @case, int sequence, NoticeKind kind, int branch, string userName, Told facts)
    {
        var (text, english) = NoticeTexts.Of(kind, facts, centre);
        Add(@case, sequence, kind, branch, userName, null, text, english);
    }

    private void Add(
        CaseNumber @case,
        int sequence,
        NoticeKind kind,
        int branch,
        string recipient,
        string? phone,
        string text,
        string english
    )
    {
        string Encrypted(string column, string plain) =>
            vault.Encrypt(plain, NoticeTable.PlaceOf(column, @case.Key, sequence, kind, branch, recipient));
        _made.Add(
            (
                @case,
                sequence,
                kind,
                branch,
                recipient,
                phone is null ? null : Encrypted(NoticeTable.Phone, phone),
                Encrypted(NoticeTable.Text, text),
                Encrypted(NoticeTable.TextEn, english)
            )
        );
    }

    public void Store(Statements statements)
    {
        if (_made.Count == 0)
            return;
        statements.Add(
            Insert,
            Statements.Value(_made.Select(made => made.Case.Key).ToArray()),
            Statements.Value(_made.Select(made => made.Sequence).ToArray()),
            Statements.Value(_made.Select(made => made.Kind.ToString()).ToArray()),
            Statements.Value(_made.Select(made => made.Branch).ToArray()),
            Statements.Value(_made.Select(made => made.Recipient).ToArray()),
            Statements.Texts([.. _made.Select(made => made.Phone)]),
            Statements.Value(_made.Select(made => made.Text).ToArray()),
            Statements.Value(_made.Select(made => made.TextEn).ToArray()),
            Statements.Instant(madeAt)
        );
    }
}
