using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>One paper of the application (申请材料) as it was handed in. Shared papers stand here once, whichever branches use them.</summary>
public sealed class CaseMaterial
{
    /// <summary>Code of the requirement in the catalogue, e.g. M01.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>1, 2, 3 … in the checklist.</summary>
    internal int Position { get; init; }

    public MaterialState State { get; internal set; }

    /// <summary>Original, copy, or electronic; null while missing.</summary>
    public MaterialForm? Form { get; internal set; }

    public int Copies { get; internal set; }

    /// <summary>1 for the first paper handed in, one more for each that replaced it.</summary>
    public int Version { get; internal set; }

    /// <summary>What is wrong with it and what is wanted instead, while a correction is asked for.</summary>
    public MaterialFault? Fault
    {
        get => Problem is null ? null : new(Code, Problem, Wanted!);
        internal set => (Problem, Wanted) = (value?.Problem, value?.Wanted);
    }

    internal string? Problem { get; private set; }

    internal string? Wanted { get; private set; }
}

/// <summary>What the window ticks in the checklist.</summary>
public enum MaterialState
{
    /// <summary>未提交.</summary>
    Missing,

    /// <summary>已提交.</summary>
    Supplied,

    /// <summary>需补正: supplied, but a fault has been notified.</summary>
    Faulty,

    /// <summary>内部流转: the result of another branch; passed inside the system, never asked for.</summary>
    PassedInside,

    /// <summary>
    /// 容缺: not there yet, against a signed promise; it stands in the way of the decisions that build on it, not of acceptance.
    /// </summary>
    Deferred,

    /// <summary>承诺代替: never handed in; the applicant's signed promise stands for it.</summary>
    Promised,
}

/// <summary>One fault of a correction notice (补正告知): the paper, what is wrong with it, what is wanted.</summary>
public sealed record MaterialFault(string MaterialCode, string Problem, string Wanted);

/// <summary>A paper as the window hands it in.</summary>
/// <param name="Form">Original, copy …; the form in which the item asks for it when left out.</param>
/// <param name="Copies">0 to 99; as many as the item asks for when left out.</param>
public sealed record SuppliedMaterial(string Code, MaterialForm? Form = null, int? Copies = null);

internal sealed class MaterialFaultValidator : AbstractValidator<MaterialFault>
{
    public MaterialFaultValidator()
    {
        RuleFor(fault => fault.MaterialCode).IsCode();
        RuleFor(fault => fault.Problem).IsOpinion();
        RuleFor(fault => fault.Wanted).IsOpinion();
    }
}

internal sealed class SuppliedMaterialValidator : AbstractValidator<SuppliedMaterial>
{
    private const int MostCopies = 99;

    public SuppliedMaterialValidator()
    {
        RuleFor(paper => paper.Code).IsCode();
        RuleFor(paper => paper.Copies).Refuses((copies, place) => copies is < 0 or > MostCopies ? OutOfRange(place.Field, copies) : null);
    }

    private static Error OutOfRange(string field, int? copies) => Refusal.Input(field, RefusalCode.CopiesOutOfRange, ("copies", copies));
}
