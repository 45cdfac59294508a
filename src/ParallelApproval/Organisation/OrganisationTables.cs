using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

internal sealed class DepartmentTable : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> table)
    {
        table.ToTable("departments");
        table.HasKey(department => department.Code);
        table.Property(department => department.Code).HasMaxLength(16);
        table.Property(department => department.ParentCode).HasMaxLength(16);
        table.Property(department => department.HeirCode).HasMaxLength(16);
        table.Property(department => department.UnifiedCreditCode).HasMaxLength(18);
        table.Property(department => department.DocumentMark).HasMaxLength(KeepDepartment.LongestMark);
        table.Property(department => department.Revision).HasDefaultValue(1).IsConcurrencyToken();
        table.HasOne<Department>().WithMany().HasForeignKey(department => department.ParentCode).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Department>().WithMany().HasForeignKey(department => department.HeirCode).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ServiceWindowTable : IEntityTypeConfiguration<ServiceWindow>
{
    public void Configure(EntityTypeBuilder<ServiceWindow> table)
    {
        table.ToTable("service_windows");
        table.HasKey(window => window.Number);
        table.Property(window => window.Number).HasMaxLength(16);
        table.Property(window => window.Revision).HasDefaultValue(1).IsConcurrencyToken();
        table.HasOne<Department>().WithMany().HasForeignKey(window => window.DepartmentCode).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OfficerTable : IEntityTypeConfiguration<Officer>
{
    public void Configure(EntityTypeBuilder<Officer> table)
    {
        table.ToTable("officers");
        table.Property(officer => officer.UserName).HasMaxLength(64);
        table.HasIndex(officer => officer.UserName).IsUnique();
        table.Property(officer => officer.IdNumber).IsEncrypted([nameof(Officer.Id)]);
        table.Property(officer => officer.Phone).IsEncrypted([nameof(Officer.Id)]);
        table.Property(officer => officer.Address).IsEncrypted([nameof(Officer.Id)]);
        table.Property(officer => officer.Revision).HasDefaultValue(1).IsConcurrencyToken();
        table.PrimitiveCollection(officer => officer.Roles).ElementType(role => role.HasConversion<string>());
        table.HasOne<Department>().WithMany().HasForeignKey(officer => officer.DepartmentCode).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SessionTable : IEntityTypeConfiguration<OfficerSession>
{
    public void Configure(EntityTypeBuilder<OfficerSession> table)
    {
        table.ToTable("sessions");
        table.Property(session => session.Address).HasMaxLength(SignInPlace.LongestAddress);
        table.Property(session => session.Agent).HasMaxLength(SignInPlace.LongestAgent);
        table.HasIndex(session => new { session.OfficerId, session.Address });
        // What has been ended lately is asked for every two seconds by every node.
        table.HasIndex(session => session.EndedAt).HasFilter("ended_at IS NOT NULL");
        table.HasOne<Officer>().WithMany().HasForeignKey(session => session.OfficerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SignInAttemptsTable : IEntityTypeConfiguration<SignInAttempts>
{
    public void Configure(EntityTypeBuilder<SignInAttempts> table)
    {
        table.ToTable("sign_in_attempts");
        table.HasKey(attempts => new { attempts.NameHash, attempts.Address });
        table.Property(attempts => attempts.NameHash).HasMaxLength(64);
        table.Property(attempts => attempts.Address).HasMaxLength(SignInPlace.LongestAddress);
    }
}

internal sealed class AuthorisationTable : IEntityTypeConfiguration<Authorisation>
{
    public void Configure(EntityTypeBuilder<Authorisation> table)
    {
        table.ToTable("authorisations");
        table.Ignore(letter => letter.LastDay);
        table.HasIndex(letter => letter.Number).IsUnique();
        table.HasIndex(letter => new { letter.DepartmentCode, letter.OfficerId });
        table.HasOne<Department>().WithMany().HasForeignKey(letter => letter.DepartmentCode).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Officer>().WithMany().HasForeignKey(letter => letter.OfficerId).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Officer>().WithMany().HasForeignKey(letter => letter.GrantedBy).OnDelete(DeleteBehavior.Restrict);
        table.ToTable(check => check.HasCheckConstraint("ck_authorisations_not_to_himself", "granted_by <> officer_id"));
    }
}

internal sealed class AbsenceTable : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> table)
    {
        table.ToTable("absences");
        table.Ignore(absence => absence.LastDay);
        table.HasIndex(absence => new { absence.OfficerId, absence.From });
        table.HasOne<Officer>().WithMany().HasForeignKey(absence => absence.OfficerId).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Officer>().WithMany().HasForeignKey(absence => absence.DeputyId).OnDelete(DeleteBehavior.Restrict);
        table.ToTable(check => check.HasCheckConstraint("ck_absences_deputy_is_another", "deputy_id <> officer_id"));
    }
}

internal sealed class SealTable : IEntityTypeConfiguration<Seal>
{
    public void Configure(EntityTypeBuilder<Seal> table)
    {
        table.ToTable("seals");
        table.HasKey(seal => seal.Number);
        table.Property(seal => seal.Number).HasMaxLength(32);
        table.Ignore(seal => seal.Kind);
        table.Property(seal => seal.Revision).HasDefaultValue(1).IsConcurrencyToken();
        table.HasOne<Department>().WithMany().HasForeignKey(seal => seal.DepartmentCode).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Officer>().WithMany().HasForeignKey(seal => seal.KeeperId).OnDelete(DeleteBehavior.Restrict);
    }
}
