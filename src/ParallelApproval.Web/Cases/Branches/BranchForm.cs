using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ParallelApproval.Identities;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Cases;

/// <summary>
/// A form of the task page for one branch; what was typed in it stays when it is refused, and when the case changes under it.
/// </summary>
public abstract class BranchForm : StaffPage
{
    /// <summary>The case as it stands.</summary>
    [Parameter, EditorRequired]
    public CaseSheet Sheet { get; set; } = null!;

    /// <summary>The branch of the task.</summary>
    [Parameter, EditorRequired]
    public BranchLine Branch { get; set; } = null!;

    /// <summary>Called with the name of what was done.</summary>
    [Parameter]
    public EventCallback<string> OnDone { get; set; }

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    /// <summary>Id of the field that takes the focus when the reader opened the form; null leaves it where it is.</summary>
    protected virtual string? First => null;

    private protected TaskNumber Task =>
        TaskNumber.TryParse(Branch.Task, out var task) ? task : throw new InvalidOperationException("A branch has a task.");

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && First is { } field)
            await Browser.InvokeVoidAsync("staff.focusFirst", Left, field);
    }
}
