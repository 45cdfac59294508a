using ParallelApproval.Events;

namespace ParallelApproval.Workflows;

/// <summary>保存: the draft of a version has other content than before.</summary>
public sealed record DefinitionSaved(string DefinitionId, int Version, int Revision) : HouseEvent;

/// <summary>发布: new cases start on this version from now on.</summary>
public sealed record DefinitionPublished(string DefinitionId, int Version) : HouseEvent;

/// <summary>撤下: no new case starts on the definition any more.</summary>
public sealed record DefinitionRetracted(string DefinitionId, int Version) : HouseEvent;

/// <summary>回退: an old version became the newest draft.</summary>
public sealed record DefinitionReverted(string DefinitionId, int From, int Draft) : HouseEvent;

/// <summary>导入: a file became the newest draft.</summary>
public sealed record DefinitionImported(string DefinitionId, int Draft) : HouseEvent;

/// <summary>删除版本: a version left the lists.</summary>
public sealed record DefinitionVersionDeleted(string DefinitionId, int Version) : HouseEvent;

/// <summary>删除流程: all versions left the lists.</summary>
public sealed record DefinitionDeleted(string DefinitionId, int[] Versions) : HouseEvent;

/// <summary>申请迁移.</summary>
public sealed record MigrationProposed(string Migration, string DefinitionId, int Version, int Cases, string Reason) : HouseEvent;

/// <summary>驳回迁移: by a second person, or taken back by the first.</summary>
public sealed record MigrationRejected(string Migration, string DefinitionId, int Version, string Reason) : HouseEvent;

/// <summary>批准迁移; what became of each case stands in its own trail.</summary>
public sealed record MigrationApproved(string Migration, string DefinitionId, int Version) : HouseEvent;
