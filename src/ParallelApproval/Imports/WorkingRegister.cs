using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Imports;

/// <summary>
/// The register as it will be once the lines before this one are entered (草拟名册): what a line names may stand further up in the same file.
/// Seen by the import alone.
/// </summary>
internal sealed class WorkingRegister
{
    private readonly OfficerRegister _register = new();
    private readonly List<Department> _departments;
    private readonly List<Officer> _officers;
    private readonly List<Authorisation> _letters;
    private readonly List<Absence> _absences;
    private readonly List<Seal> _seals;
    private readonly List<ServiceWindow> _windows;
    private bool _isOld = true;

    private WorkingRegister(
        List<Department> departments,
        List<Officer> officers,
        List<Authorisation> letters,
        List<Absence> absences,
        List<Seal> seals,
        List<ServiceWindow> windows
    ) => (_departments, _officers, _letters, _absences, _seals, _windows) = (departments, officers, letters, absences, seals, windows);

    /// <summary>One and the same object, so that handlers which were given it see what was put in since.</summary>
    public OfficerRegister Register
    {
        get
        {
            if (_isOld)
                _register.Hold(_departments, _officers, _letters, _absences, _seals, _windows);
            _isOld = false;
            return _register;
        }
    }

    public static async Task<WorkingRegister> ReadAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        new(
            await db.Set<Department>().AsNoTracking().ToListAsync(cancellation),
            await db.Set<Officer>().AsNoTracking().ToListAsync(cancellation),
            await db.Set<Authorisation>().AsNoTracking().ToListAsync(cancellation),
            await db.Set<Absence>().AsNoTracking().ToListAsync(cancellation),
            await db.Set<Seal>().AsNoTracking().ToListAsync(cancellation),
            await db.Set<ServiceWindow>().AsNoTracking().ToListAsync(cancellation)
        );

    public void Put(Department department)
    {
        _departments.RemoveAll(known => known.Code == department.Code);
        _departments.Add(department);
        _isOld = true;
    }

    public void Put(Authorisation letter)
    {
        _letters.Add(letter);
        _isOld = true;
    }

    public void TakeAway(Department department) => _isOld = _departments.RemoveAll(known => known.Code == department.Code) > 0 || _isOld;
}
