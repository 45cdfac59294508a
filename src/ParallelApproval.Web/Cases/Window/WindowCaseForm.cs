using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ParallelApproval.Identities;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Cases;

/// <summary>A form that opens at the window for one case: takes the focus, and tells when it is done or left.</summary>
public abstract class WindowCaseForm : StaffPage
{
    /// <summary>The case.</summary>
    [Parameter, EditorRequired]
    public CaseSheet Sheet { get; set; } = null!;

    /// <summary>Called with the name of what was done.</summary>
    [Parameter]
    public EventCallback<string> OnDone { get; set; }

    /// <summary>Called when it is closed and nothing was done.</summary>
    [Parameter]
    public EventCallback OnLeft { get; set; }

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    /// <summary>Id of the field that takes the focus.</summary>
    protected abstract string First { get; }

    private protected CaseNumber Number =>
        CaseNumber.TryParse(Sheet.CaseNumber, out var number) ? number : throw new InvalidOperationException("A sheet has a number.");

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await Browser.InvokeVoidAsync("staff.focusFirst", Left, First);
    }

    /// <summary>Puts the focus on the field with this id, once it is drawn.</summary>
    protected async Task FocusOnAsync(string id) => await Browser.InvokeVoidAsync("staff.focusLater", Left, id);
}
