using CsCheck;
using ParallelApproval.Testing;

namespace ParallelApproval.Engine.Tests;

/// <summary>
/// Random definitions, random orders. PARALLELAPPROVAL_LONG=1 makes it 100,000 executions each, any other number that many; CsCheck prints
/// the seed of a failure (set CsCheck_Seed to repeat it).
/// </summary>
public class RandomFlowTests
{
    private static readonly int Executions = LongForm.Times(always: 500, inLongForm: 100_000);

    private static readonly Gen<(int Size, uint Seed)> Flows = Gen.Select(Gen.Int[1, 16], Gen.UInt);

    [Fact]
    public void A_block_structured_flow_does_what_the_reference_model_does_in_every_order() =>
        Flows.Sample(
            (size, seed) =>
            {
                var random = new Random((int)seed);
                var counter = 0;
                var block = Block.Make(random, size, ref counter);
                var drawing = new Drawing().Start();
                Block.Connect(drawing, block.Draw(drawing.Line("first").Arrow("start", "first"), ["first"]), "last");
                drawing.Line("last");
                block.Enter();
                var running = drawing.Run();
                for (var step = 0; !block.HasEnded; step++)
                {
                    running.Waiting.ShouldBe(block.Waiting().Order(StringComparer.Ordinal));
                    var bookmarks = running.State.Bookmarks.ToList();
                    var next = bookmarks[random.Next(bookmarks.Count)].ActivityId;
                    var outcome =
                        step > 60 || random.Next(3) > 0 ? "Approved"
                        : next[0] == 'l' ? "Correction"
                        : "Refused";
                    block.Complete(next, outcome).ShouldBeTrue();
                    running.Complete(next, outcome);
                }
                running.Waiting.ShouldBeEmpty();
                running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
                running.Runs("last").ShouldBe(block.IsDead ? 0 : 1);
            },
            iter: Executions
        );

    [Fact]
    public void Any_drawing_at_all_keeps_its_tokens_and_never_hangs() =>
        Flows.Sample(
            (size, seed) =>
            {
                var random = new Random((int)seed);
                var ids = Enumerable.Range(0, size + 2).Select(i => $"a{i}").ToArray();
                var drawing = new Drawing().Start();
                foreach (var id in ids)
                    if (random.Next(3) == 0)
                        drawing.Join(id, Pick(random, "WaitAll", "WaitAllActive", "WaitAny"));
                    else
                        drawing.Approval(id, random.Next(3) == 0 ? Pick(random, "Stream", "Converge", "Race") : null);
                drawing.Arrow("start", ids[0]);
                for (var i = 0; i < ids.Length * 2; i++)
                {
                    var from = ids[random.Next(ids.Length)];
                    drawing.Arrow(
                        from + (drawing.IsJoin(from) ? "" : Pick(random, ":Approved", ":Approved", ":Refused", ":Correction")),
                        ids[random.Next(ids.Length)]
                    );
                }
                if (Case.TryStart(drawing.Definition()) is not { } running)
                    return;
                for (var step = 0; step < 40 && running.State.Bookmarks.ToList() is { Count: > 0 } bookmarks; step++)
                    if (
                        !running.Try(
                            new WorkflowCommand.Complete(
                                running.Now,
                                bookmarks[random.Next(bookmarks.Count)].Id,
                                Pick(random, "Approved", "Approved", "Refused", "Correction")
                            )
                        )
                    )
                        return;
            },
            iter: Executions
        );

    [Fact]
    public void Whatever_is_returned_to_its_desk_or_in_front_of_the_fork_the_join_fires_once_after_all_of_it() =>
        Flows.Sample(
            (size, seed) =>
            {
                var random = new Random((int)seed);
                var departments = Enumerable.Range(0, Math.Clamp(size, 2, 5)).Select(i => $"d{i}").ToArray();
                var drawing = new Drawing()
                    .Start()
                    .Approval("window")
                    .Approvals(departments)
                    .Join("join", Pick(random, "WaitAll", "WaitAllActive"))
                    .Line("issue")
                    .Arrow("start", "window")
                    .Arrow("window", departments)
                    .Arrow("join", "issue");
                foreach (var department in departments)
                    drawing
                        .Approval("fix-" + department)
                        .Arrow(department, "join")
                        .Arrow(department + ":Correction", "fix-" + department)
                        .Arrow("fix-" + department, department)
                        .Arrow(department + ":Refused", "window");
                var running = drawing.Run();
                for (var step = 0; running.State.Status == WorkflowStatus.Running; step++)
                {
                    running.Runs("join").ShouldBe(0);
                    var bookmarks = running.State.Bookmarks.ToList();
                    var next = bookmarks[random.Next(bookmarks.Count)];
                    var outcome =
                        next.ActivityId[0] != 'd' || step > 15 || bookmarks.Count > 8
                            ? "Approved"
                            : Pick(random, "Approved", "Approved", "Approved", "Correction", "Refused");
                    running.Must(new WorkflowCommand.Complete(running.Now, next.Id, outcome));
                }
                running.Runs("join").ShouldBe(1);
                running.Lines.ShouldBe(["issue"]);
            },
            iter: Executions
        );

    private static string Pick(Random random, params string[] words) => words[random.Next(words.Length)];
}
