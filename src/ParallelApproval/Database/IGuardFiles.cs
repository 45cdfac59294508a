using ErrorOr;

namespace ParallelApproval.Database;

/// <summary>
/// A room that may keep an officer's hands off a file, whatever he wants with it: asked under the lock, before the command.
/// </summary>
public interface IGuardFiles
{
    /// <summary>Why he may not; null when he may.</summary>
    Error? Refuse(CaseFile file);
}
