namespace ParallelApproval.Web;

/// <summary>
/// Tests that do with a door what many callers do with one server: each looks at cases of its own, and none moves the clock, the catalogue
/// or an account. They share one server, one after the other; a server of its own costs some seconds of computing.
/// </summary>
[CollectionDefinition]
public sealed class OneDoor : ICollectionFixture<FrontDoor>;

/// <summary>As <see cref="OneDoor"/>, for tests of what is counted, printed and published; beside it, so that two cores have work.</summary>
[CollectionDefinition]
public sealed class SecondDoor : ICollectionFixture<FrontDoor>;
