output "datastore" {
  description = "--datastore"
  value       = "s3://${aws_s3_bucket.training.id}/metaflow"
}

output "store" {
  description = "store in a run's request, with the run's name after it"
  value       = "s3://${aws_s3_bucket.training.id}/runs"
}

output "queue" {
  description = "--queue"
  value       = aws_batch_job_queue.training["steps"].name
}

output "gpu_queue" {
  description = "--gpu-queue"
  value       = aws_batch_job_queue.training["gpu"].name
}

output "job_role" {
  description = "--job-role"
  value       = aws_iam_role.job.arn
}

output "machine_role" {
  description = "--machine-role"
  value       = aws_iam_role.state_machine.arn
}

output "table" {
  description = "--table"
  value       = aws_dynamodb_table.tasks.name
}
